package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads a request of Undertow, as in WildFly. {@code ProxyPeerAddressHandler} changes the address of the exchange, but not the address of the connection. */
final class UndertowRequest implements ContainerRequest {

    private final HttpServletRequest servletRequest;

    UndertowRequest(HttpServletRequest servletRequest) {
        this.servletRequest = servletRequest;
    }

    @Override
    public Optional<String> unchangedPeer() {
        Object connection = Reflection.followOrNull(servletRequest, "getExchange", "getConnection");
        if ("ajp".equals(Reflection.callOrNull(connection, "getTransportProtocol"))) return Optional.empty();
        if (!(Reflection.callOrNull(connection, "getPeerAddress") instanceof InetSocketAddress peer) || peer.isUnresolved()) return Optional.empty();
        String address = peer.getAddress().getHostAddress();
        return address.equals(servletRequest.getRemoteAddr()) ? Optional.of(address) : Optional.empty();
    }
}
