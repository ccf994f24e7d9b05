package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request of Open Liberty or WebSphere Liberty. Header fields of a web server's plug-in, or {@code remoteIp} in its configuration, may replace what it reports of the client; the
 * TCP connection below still has the address of the peer.
 */
final class LibertyRequest implements ContainerRequest {

    private final HttpServletRequest servletRequest;

    LibertyRequest(HttpServletRequest servletRequest) {
        this.servletRequest = servletRequest;
    }

    @Override
    public Optional<String> unchangedPeer() {
        Object connection = PublicMethods.call(PublicMethods.call(servletRequest, "getIRequest"), "getHttpInboundConnection");
        Object context = PublicMethods.call(PublicMethods.call(connection, "getHttpInboundLink"), "getHTTPContext");
        Object peer = PublicMethods.call(PublicMethods.call(context, "getTSC"), "getRemoteAddress");
        if (!(peer instanceof InetAddress address)) return Optional.empty();
        return address.getHostAddress().equals(servletRequest.getRemoteAddr()) ? Optional.of(address.getHostAddress()) : Optional.empty();
    }

    @Override
    public Optional<String> connectionScheme() {
        return new UnknownRequest(servletRequest).connectionScheme();
    }

    @Override
    public OptionalInt writtenPort() {
        return new UnknownRequest(servletRequest).writtenPort();
    }
}
