package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A request of Undertow, as in WildFly. {@code ProxyPeerAddressHandler} changes the address that the exchange reports, and not that of its connection. */
final class UndertowRequest implements ContainerRequest {

    private final HttpServletRequest servletRequest;

    UndertowRequest(HttpServletRequest servletRequest) {
        this.servletRequest = servletRequest;
    }

    @Override
    public Optional<String> unchangedPeer() {
        Object connection = PublicMethods.call(PublicMethods.call(servletRequest, "getExchange"), "getConnection");
        if ("ajp".equals(PublicMethods.call(connection, "getTransportProtocol"))) return Optional.empty();
        if (!(PublicMethods.call(connection, "getPeerAddress") instanceof InetSocketAddress peer) || peer.isUnresolved()) return Optional.empty();
        String address = peer.getAddress().getHostAddress();
        return address.equals(servletRequest.getRemoteAddr()) ? Optional.of(address) : Optional.empty();
    }
}
