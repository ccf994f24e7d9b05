package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;

/**
 * Cuts answers in Tomcat and in servers that embed Tomcat. After an exception, Tomcat adds the webapp's error page to an answer that is partly sent, and ends an
 * HTTP/2 stream normally. {@code ActionCode.CLOSE_NOW} stops all output, so that Tomcat closes the connection or resets the stream.
 * {@code ClientAbortException} is the only exception that Tomcat does not log.
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
    private final TomcatStream stream;      // null if streams cannot be reset

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
            LOG.debug("HTTP/2 streams cannot be reset", e);
            return null;
        }
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        String http1 = "if an answer is incomplete, the client's connection is closed";
        return http1 + (stream != null ? ", or the HTTP/2 stream is reset" : "; HTTP/2 streams cannot be reset in this version, so over HTTP/2 an incomplete answer without Content-Length looks complete");
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        IOException abort = unloggedException(why);
        ServletResponse bare = Reflection.bare(clientResponse);
        flush(bare);
        try {
            Object coyote = coyoteResponse.invoke(response.get(bare));
            if (stream != null) stream.reset(coyote, why.getMessage());
            action.invoke(coyote, closeNow, abort);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's response object cannot be accessed through {}", bare.getClass(), e);       // for HTTP/1.1 the exception is enough
        }
        throw abort;
    }

    @Override
    public int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return clientResponse.getBufferSize() - 1;
    }

    /** Not possible with TLS. */
    @Override
    public boolean shutdownOutput(WebConnection connection) {
        try {
            Object socket = Reflection.call(Reflection.read(connection.getOutputStream(), "socketWrapper"), "getSocket");
            if (!socket.getClass().getName().equals("org.apache.tomcat.util.net.NioChannel")) return false;
            ((SocketChannel) Reflection.call(socket, "getIOChannel")).shutdownOutput();
            return true;
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOG.debug("the output of a tunnel cannot be ended alone", e);
            return false;
        }
    }

    /** Measured with 11.0.24: one such tunnel took half of a processor. */
    @Override
    public boolean pollsAfterEnd() {
        return true;
    }

    /** After a close on a thread that is not Tomcat's, Tomcat would close the socket only when the client sends something. */
    @Override
    public void close(WebConnection connection) {
        try {
            Reflection.call(Reflection.read(connection.getOutputStream(), "socketWrapper"), "close");
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOG.debug("the socket of a tunnel cannot be accessed", e);
        }
        ServletContainer.super.close(connection);
    }

    private IOException unloggedException(IOException why) {
        try {
            return (IOException) clientAbort.newInstance(why.getMessage());
        } catch (ReflectiveOperationException e) {
            return why;
        }
    }

    /** The client gets the part of the answer that is still in the buffer. */
    private static void flush(ServletResponse bare) {
        try {
            bare.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        }
    }

    /** Tomcat calls {@code sendError} before its stream throws: Tomcat then ignores further output and would show the exception to the client. */
    @Override
    public void keepAnswer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        clientRequest.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        ServletResponse bare = Reflection.bare(clientResponse);
        try {
            Object catalinaResponse = response.get(bare);
            setErrorReported.invoke(catalinaResponse);
            setSuspended.invoke(catalinaResponse, false);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's response object cannot be accessed through {}", bare.getClass(), e);
        }
    }

    /** Tomcat parses media type and charset and writes them again; a locale that has been set overrides the field {@code Content-Language}. */
    @Override
    public void setContentField(HttpServletResponse clientResponse, String name, String value) {
        if (name.equalsIgnoreCase("Content-Language")) Reflection.bare(clientResponse).setLocale(null);
        ServletContainer.super.setContentField(clientResponse, name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        ServletResponse bare = Reflection.bare(clientResponse);
        bare.setCharacterEncoding((String) null);
        try {
            Reflection.callOrNull(coyoteResponse.invoke(response.get(bare)), "setContentTypeNoCharset", value);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("Tomcat's response object cannot be accessed through {}", bare.getClass(), e);
            clientResponse.setHeader(name, value);
        }
    }

    /**
     * Reads a request of Tomcat. {@code RemoteIpValve} overwrites the client's address and removes the field with the new address; the connector's request inside
     * the facade still has the address of the peer. Tomcat ignores the scheme of an absolute target, copies the authority into the {@code Host} field, and
     * refuses an HTTP/2 request if its scheme does not match the connection.
     */
    static final class Request implements ContainerRequest {

        /** The attributes that {@code RemoteIpValve} and {@code RemoteIpFilter} set on a request that they have changed. */
        private static final String[] CHANGED = {"org.apache.tomcat.request.forwarded", "org.apache.tomcat.remoteAddr", "org.apache.catalina.AccessLog.RemoteAddr"};

        private final HttpServletRequest facade;

        Request(HttpServletRequest facade) {
            this.facade = facade;
        }

        @Override
        public Optional<String> unchangedPeer() {
            for (String attribute : CHANGED) if (facade.getAttribute(attribute) != null) return Optional.empty();
            if (facade.getServletConnection().getProtocol().equalsIgnoreCase("ajp")) return Optional.empty();     // with AJP, the peer reports the address of its client
            Object request = connectorRequest();
            Object peer = Reflection.callOrNull(request, "getPeerAddr");
            String address = peer == null ? grizzlyPeer(request) : peer.toString();
            return address != null && address.equals(facade.getRemoteAddr()) ? Optional.of(address) : Optional.empty();
        }

        /** In Payara and GlassFish, classes with these names use connections of Grizzly. */
        private static String grizzlyPeer(Object request) {
            Object context = Reflection.followOrNull(request, "getCoyoteRequest", "getContext");
            Object peer = Reflection.followOrNull(context, "getConnection", "getPeerAddress");
            return peer instanceof InetSocketAddress inet && !inet.isUnresolved() ? inet.getAddress().getHostAddress() : null;
        }

        /** Only with AJP: over HTTP, Tomcat refuses bytes that are not ASCII. */
        @Override
        public boolean targetIsByteString() {
            return true;
        }

        @Override
        public OptionalInt responseHeadLimit() {
            if (!facade.getProtocol().startsWith("HTTP/1")) return OptionalInt.empty();
            Object protocol = Reflection.followOrNull(connectorRequest(), "getConnector", "getProtocolHandler");
            return Reflection.callOrNull(protocol, "getMaxHttpResponseHeaderSize") instanceof Integer bytes ? OptionalInt.of(bytes) : OptionalInt.empty();
        }

        private Object connectorRequest() {
            try {
                return Reflection.field(facade.getClass(), "request").get(facade);
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;        // another version of Tomcat, or access is denied: then the peer is not known
            }
        }
    }
}
