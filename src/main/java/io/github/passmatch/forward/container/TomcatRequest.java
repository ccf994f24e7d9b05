package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.util.Optional;

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
        Object peer = PublicMethods.call(connectorRequest(), "getPeerAddr");
        return peer instanceof String address && address.equals(facade.getRemoteAddr()) ? Optional.of(address) : Optional.empty();
    }

    private Object connectorRequest() {
        try {
            Field request = facade.getClass().getDeclaredField("request");
            request.setAccessible(true);
            return request.get(facade);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;        // a Tomcat that is built otherwise, or does not let us: then the peer is not known
        }
    }
}
