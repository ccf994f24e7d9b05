package io.github.passmatch.forward.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.util.Optional;

/** Reaches the connections of Open Liberty and WebSphere Liberty. */
final class Liberty {

    private static final String HTTP_2 = "com.ibm.ws.http.channel.h2internal.";
    /** RFC 9113 §7. */
    private static final int INTERNAL_ERROR = 2;

    private Liberty() { }

    /** Closes the connection, or resets the HTTP/2 stream. */
    static void close(ServletResponse bare) throws ReflectiveOperationException {
        Object connection = Reflection.follow(bare, "getIResponse", "getWCCRequest", "getHttpInboundConnection");
        Object link = Reflection.follow(connection, "getHttpInboundLink");
        if (link.getClass().getName().startsWith(HTTP_2)) reset(link);
        else Reflection.call(Reflection.follow(connection, "getHttpInboundDeviceLink"), "close", Reflection.follow(connection, "getVC"), new IOException("the answer was cut"));
    }

    private static void reset(Object link) throws ReflectiveOperationException {
        ClassLoader loader = link.getClass().getClassLoader();
        Object id = Reflection.follow(link, "getStreamId");
        Object stream = Reflection.call(Reflection.read(link, "muxLink"), "getStreamProcessor", id);
        Object frame = Class.forName(HTTP_2 + "frames.FrameRstStream", true, loader).getConstructor(int.class, int.class, boolean.class).newInstance(id, INTERNAL_ERROR, false);
        Field out = Class.forName(HTTP_2 + "Constants$Direction", true, loader).getField("WRITING_OUT");
        Reflection.call(stream, "processNextFrame", frame, out.get(null));
    }

    /**
     * Reads a request of Liberty. Header fields of a web server plug-in, or {@code remoteIp} in the configuration, may replace the client address that the Servlet
     * API reports; the TCP connection still has the address of the peer.
     */
    static final class Request extends UnknownRequest {

        private final HttpServletRequest servletRequest;

        Request(HttpServletRequest servletRequest) {
            super(servletRequest);
            this.servletRequest = servletRequest;
        }

        @Override
        public Optional<String> unchangedPeer() {
            Object connection = Reflection.followOrNull(servletRequest, "getIRequest", "getHttpInboundConnection");
            Object context = Reflection.followOrNull(connection, "getHttpInboundLink", "getHTTPContext");
            Object peer = Reflection.followOrNull(context, "getTSC", "getRemoteAddress");
            if (!(peer instanceof InetAddress address)) return Optional.empty();
            return address.getHostAddress().equals(servletRequest.getRemoteAddr()) ? Optional.of(address.getHostAddress()) : Optional.empty();
        }
    }
}
