package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request of Tomcat. {@code RemoteIpValve} overwrites the client's address and removes the field that the new address came from; the connector's
 * request behind the facade still has the address of the peer. Tomcat takes no scheme from an absolute target, copies its authority into the {@code Host} field,
 * and refuses an HTTP/2 request whose scheme does not fit the connection.
 */
final class TomcatRequest implements ContainerRequest {

    /** The attributes by which {@code RemoteIpValve} and {@code RemoteIpFilter} mark a request that they have changed. */
    private static final String[] CHANGED = {"org.apache.tomcat.request.forwarded", "org.apache.tomcat.remoteAddr", "org.apache.catalina.AccessLog.RemoteAddr"};

    private final HttpServletRequest facade;

    TomcatRequest(HttpServletRequest facade) {
        this.facade = facade;
    }

    @Override
    public Optional<String> unchangedPeer() {
        for (String attribute : CHANGED) if (facade.getAttribute(attribute) != null) return Optional.empty();
        if (facade.getServletConnection().getProtocol().equalsIgnoreCase("ajp")) return Optional.empty();     // the address is what the peer says of its client
        Object request = connectorRequest();
        Object peer = PublicMethods.call(request, "getPeerAddr");
        String address = peer == null ? grizzlyPeer(request) : peer.toString();
        return address != null && address.equals(facade.getRemoteAddr()) ? Optional.of(address) : Optional.empty();
    }

    /** In Payara and GlassFish, classes of these names stand on connections of Grizzly. */
    private static String grizzlyPeer(Object request) {
        Object context = PublicMethods.call(PublicMethods.call(request, "getCoyoteRequest"), "getContext");
        Object peer = PublicMethods.call(PublicMethods.call(context, "getConnection"), "getPeerAddress");
        return peer instanceof InetSocketAddress inet && !inet.isUnresolved() ? inet.getAddress().getHostAddress() : null;
    }

    /** By AJP; by HTTP Tomcat refuses bytes beyond ASCII. */
    @Override
    public boolean targetIsByteString() {
        return true;
    }

    @Override
    public OptionalInt responseHeadLimit() {
        if (!facade.getProtocol().startsWith("HTTP/1")) return OptionalInt.empty();
        Object protocol = PublicMethods.call(PublicMethods.call(connectorRequest(), "getConnector"), "getProtocolHandler");
        return PublicMethods.call(protocol, "getMaxHttpResponseHeaderSize") instanceof Integer bytes ? OptionalInt.of(bytes) : OptionalInt.empty();
    }

    private Object connectorRequest() {
        try {
            return Reflection.field(facade.getClass(), "request").get(facade);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;        // a Tomcat that is built otherwise, or does not let us: then the peer is not known
        }
    }
}
