package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;

/**
 * Tomcat and what embeds it. After an exception Tomcat includes the webapp's error page into an answer that is on its way, and ends a stream of HTTP/2 in
 * order. {@code ActionCode.CLOSE_NOW} forbids all further output, by which it closes the connection or resets the stream, and
 * {@code ClientAbortException} is the one exception that it does not log.
 */
final class Tomcat implements ServletContainer {

    private static final Logger LOG = Loggers.of(Tomcat.class);

    private final ContainerTraits traits;
    private final Constructor<?> clientAbort;
    private final Field response;
    private final Method coyoteResponse;
    private final Method action;
    private final Object closeNow;
    private final Method setSuspended;
    private final Method setErrorReported;
    private final TomcatStream stream;      // null where none can be reset

    Tomcat(ContainerTraits traits, ClassLoader loader) throws ReflectiveOperationException {
        this.traits = traits;
        clientAbort = Reflection.exception("org.apache.catalina.connector.ClientAbortException", loader);
        response = Reflection.field(Class.forName("org.apache.catalina.connector.ResponseFacade", false, loader), "response");
        coyoteResponse = response.getType().getMethod("getCoyoteResponse");
        setSuspended = response.getType().getMethod("setSuspended", boolean.class);
        setErrorReported = response.getType().getMethod("setErrorReported");
        Class<?> code = Class.forName("org.apache.coyote.ActionCode", true, loader);
        closeNow = code.getField("CLOSE_NOW").get(null);
        action = coyoteResponse.getReturnType().getMethod("action", code, Object.class);
        stream = stream(coyoteResponse.getReturnType(), loader);
    }

    private static TomcatStream stream(Class<?> coyoteResponse, ClassLoader loader) {
        try {
            return new TomcatStream(coyoteResponse, loader);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("no stream of HTTP/2 can be reset", e);
            return null;
        }
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        String http1 = "an answer that breaks off closes the client's connection";
        return http1 + (stream != null ? ", or resets the stream of HTTP/2" : "; by HTTP/2, whose streams cannot be reset in this version, it looks whole where it has no Content-Length");
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        IOException abort = quiet(why);
        ServletResponse bare = Reflection.bare(clientResponse);
        flush(bare);
        try {
            Object coyote = coyoteResponse.invoke(response.get(bare));
            if (stream != null) stream.reset(coyote, why.getMessage());
            action.invoke(coyote, closeNow, abort);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's answer cannot be reached behind {}", bare.getClass(), e);       // the exception alone does for HTTP/1.1
        }
        throw abort;
    }

    @Override
    public int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return clientResponse.getBufferSize() - 1;
    }

    private IOException quiet(IOException why) {
        try {
            return (IOException) clientAbort.newInstance(why.getMessage());
        } catch (ReflectiveOperationException e) {
            return why;
        }
    }

    /** What came before is still the client's. */
    private static void flush(ServletResponse bare) {
        try {
            bare.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        }
    }

    /** Tomcat has called {@code sendError} before its stream threw: it takes no more output, and would show the exception to the client. */
    @Override
    public void keepAnswer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        clientRequest.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        ServletResponse bare = Reflection.bare(clientResponse);
        try {
            Object catalinaResponse = response.get(bare);
            setErrorReported.invoke(catalinaResponse);
            setSuspended.invoke(catalinaResponse, false);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's answer cannot be reached behind {}", bare.getClass(), e);
        }
    }

    /** Tomcat divides a media type and its charset, and writes them anew; and a locale that has been set beats the field {@code Content-Language}. */
    @Override
    public void setContentField(HttpServletResponse clientResponse, String name, String value) {
        if (name.equalsIgnoreCase("Content-Language")) Reflection.bare(clientResponse).setLocale(null);
        ServletContainer.super.setContentField(clientResponse, name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        ServletResponse bare = Reflection.bare(clientResponse);
        bare.setCharacterEncoding((String) null);
        try {
            PublicMethods.call(coyoteResponse.invoke(response.get(bare)), "setContentTypeNoCharset", value);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's answer cannot be reached behind {}", bare.getClass(), e);
            clientResponse.setHeader(name, value);
        }
    }
}
