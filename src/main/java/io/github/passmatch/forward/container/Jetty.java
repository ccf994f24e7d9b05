package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalInt;

/** Cuts answers in Jetty, which closes the connection, or resets the stream, after any exception. Jetty does not log an {@code EofException}. */
final class Jetty implements ServletContainer {

    private final ContainerTraits traits;
    private final Constructor<?> eof;

    Jetty(ContainerTraits traits, ClassLoader loader) throws ReflectiveOperationException {
        this.traits = traits;
        eof = Reflection.exception("org.eclipse.jetty.io.EofException", loader);
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        return "if an answer is incomplete, the client's connection is closed, or the HTTP/2 stream is reset";
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        try {
            throw (IOException) eof.newInstance(why.getMessage());
        } catch (ReflectiveOperationException e) {
            throw why;
        }
    }

    /** Jetty sends a write of more than a quarter of the buffer at once. With HTTP/2, only the field has the length, and Jetty sends as soon as the length is reached. */
    @Override
    public int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return clientRequest.getProtocol().startsWith("HTTP/1") ? clientResponse.getBufferSize() / 4 : 0;
    }

    @Override
    public ClientSwitch clientSwitch() {
        return new JettySwitch();
    }

    /** Jetty rewrites media types that it knows; header fields that are set below the Servlet API stay unchanged. */
    @Override
    public void setContentField(HttpServletResponse clientResponse, String name, String value) {
        ServletContainer.super.setContentField(clientResponse, name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        Object servletFields = Reflection.callOrNull(Reflection.bare(clientResponse), "getServletResponseInfo");
        Object fields = Reflection.followOrNull(servletFields, "getWrapped", "getHeaders");
        Reflection.callOrNull(fields, "put", name, value);
    }

    /**
     * Reads a request of Jetty 12. Customizers such as {@code ForwardedRequestCustomizer} put wrappers around the request of the channel, so the values from the
     * connection and the request line can be compared with the values after the customizers.
     */
    static final class Request implements ContainerRequest {

        private final Object customized;
        private final Object received;

        private Request(Object customized, Object received) {
            this.customized = customized;
            this.received = received;
        }

        static ContainerRequest of(HttpServletRequest servletRequest) {
            Object customized = Reflection.callOrNull(servletRequest, "getRequest");
            return customized == null ? ContainerRequest.UNKNOWN : new Request(customized, innermost(customized));
        }

        private static Object innermost(Object wrapper) {
            Object request = wrapper;
            for (Object next = wrapper; next != null; next = Reflection.callOrNull(request, "getWrapped")) request = next;
            return request;
        }

        @Override
        public Optional<String> unchangedPeer() {
            Object connection = Reflection.callOrNull(received, "getConnectionMetaData");
            if (connection == null || connection != Reflection.callOrNull(customized, "getConnectionMetaData")) return Optional.empty();
            Object endPoint = endPoint(connection);
            String reported = address(endPoint);
            String lowest = peer(lowest(endPoint));            // not the address that the PROXY protocol tells
            return reported != null && reported.equals(lowest) ? Optional.of(reported) : Optional.empty();
        }

        private static Object endPoint(Object connectionMetaData) {
            return Reflection.followOrNull(connectionMetaData, "getConnection", "getEndPoint");
        }

        private static Object lowest(Object endPoint) {
            Object lowest = endPoint;
            for (Object next = endPoint; next != null; next = Reflection.callOrNull(lowest, "unwrap")) lowest = next;
            return lowest;
        }

        /** The peer of the socket. */
        private static String peer(Object endPoint) {
            try {
                return Reflection.callOrNull(endPoint, "getTransport") instanceof SocketChannel socket && socket.getRemoteAddress() instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : address(endPoint);
            } catch (IOException e) {
                return null;        // the socket is closed
            }
        }

        private static String address(Object endPoint) {
            Object address = Reflection.callOrNull(endPoint, "getRemoteSocketAddress");
            return address instanceof InetSocketAddress inet && !inet.isUnresolved() ? inet.getAddress().getHostAddress() : null;
        }

        /** The scheme of an absolute target ({@code :scheme} in HTTP/2) is chosen by the client. A scheme or URI from a customizer is configured by the operator. */
        @Override
        public Optional<String> connectionScheme() {
            Object uri = Reflection.callOrNull(received, "getHttpURI");
            if (uri == null || uri != Reflection.callOrNull(customized, "getHttpURI")) return Optional.empty();
            Object secure = Reflection.followOrNull(customized, "getConnectionMetaData", "isSecure");
            String scheme = Boolean.TRUE.equals(secure) ? "https" : "http";
            return secure == null || scheme.equals(Reflection.callOrNull(uri, "getScheme")) ? Optional.empty() : Optional.of(scheme);
        }

        @Override
        public OptionalInt writtenPort() {
            Object port = Reflection.followOrNull(received, "getHttpURI", "getPort");
            return port instanceof Integer number && number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
        }

        /** Without {@code Host} field and absolute target, Jetty reports the server's authority as that of the target. */
        @Override
        public Optional<String> targetAuthority() {
            Object uri = Reflection.callOrNull(received, "getHttpURI");
            Object authority = Reflection.callOrNull(uri, "getAuthority");
            Object serverAuthority = Reflection.followOrNull(received, "getConnectionMetaData", "getServerAuthority");
            boolean isServers = serverAuthority != null && String.valueOf(Reflection.callOrNull(serverAuthority, "getHost")).equals(Reflection.callOrNull(uri, "getHost"));
            return authority == null || isServers ? Optional.empty() : Optional.of(authority.toString());
        }

        /** Jetty decodes the request line of HTTP/1, but not the {@code :path} of HTTP/2. */
        @Override
        public boolean targetIsByteString() {
            return !String.valueOf(Reflection.followOrNull(received, "getConnectionMetaData", "getProtocol")).startsWith("HTTP/1");
        }

        /** Jetty has an initial size and an optional maximum size. With HTTP/2, a longer head closes the whole connection. */
        @Override
        public OptionalInt responseHeadLimit() {
            Object connection = Reflection.callOrNull(customized, "getConnectionMetaData");
            Object configuration = Reflection.callOrNull(connection, "getHttpConfiguration");
            if (!(Reflection.callOrNull(configuration, "getResponseHeaderSize") instanceof Integer initial)) return OptionalInt.empty();
            return OptionalInt.of(Reflection.callOrNull(configuration, "getMaxResponseHeaderSize") instanceof Integer maximum ? Math.max(initial, maximum) : initial);
        }
    }
}
