package io.github.passmatch.forward.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payara and GlassFish: Tomcat's servlets of old on Grizzly's connections. After an exception they end the answer in order, or leave the client waiting. */
final class Grizzly implements ServletContainer {

    private static final Logger LOG = LoggerFactory.getLogger(Grizzly.class);

    private final ContainerTraits traits;
    private final Constructor<?> clientAbort;
    private final Field response;
    private final Method coyoteResponse;
    private final Method request;
    private final Method context;
    private final Method connection;
    private final Method terminate;

    Grizzly(ContainerTraits traits, ClassLoader loader) throws ReflectiveOperationException {
        this.traits = traits;
        clientAbort = Reflection.exception("org.apache.catalina.connector.ClientAbortException", loader);
        response = Reflection.field(Class.forName("org.apache.catalina.connector.ResponseFacade", false, loader), "response");
        coyoteResponse = response.getType().getMethod("getCoyoteResponse");
        request = coyoteResponse.getReturnType().getMethod("getRequest");
        context = request.getReturnType().getMethod("getContext");
        connection = context.getReturnType().getMethod("getConnection");
        terminate = connection.getReturnType().getMethod("terminateSilently");
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        return "an answer that breaks off closes the client's connection, with all streams of HTTP/2 on it";
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        ServletResponse bare = Reflection.bare(clientResponse);
        try {
            bare.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        }
        try {
            Object coyote = Reflection.call(coyoteResponse, response.get(bare));
            Reflection.call(terminate, Reflection.call(connection, Reflection.call(context, Reflection.call(request, coyote))));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Grizzly's connection cannot be reached behind {}", bare.getClass(), e);
        }
        try {
            throw (IOException) clientAbort.newInstance(why.getMessage());
        } catch (ReflectiveOperationException e) {
            throw why;
        }
    }
}
