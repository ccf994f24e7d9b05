package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request of Jetty 12. Customizers such as {@code ForwardedRequestCustomizer} put wrappers around the request of the channel, so what the peer and the
 * request line say can be compared with what the configuration of the container has made of them.
 */
final class JettyRequest implements ContainerRequest {

    private final Object customized;
    private final Object received;

    private JettyRequest(Object customized, Object received) {
        this.customized = customized;
        this.received = received;
    }

    static ContainerRequest of(HttpServletRequest servletRequest) {
        Object customized = PublicMethods.call(servletRequest, "getRequest");
        return customized == null ? ContainerRequest.UNKNOWN : new JettyRequest(customized, innermost(customized));
    }

    private static Object innermost(Object wrapper) {
        Object request = wrapper;
        for (Object next = wrapper; next != null; next = PublicMethods.call(request, "getWrapped")) request = next;
        return request;
    }

    @Override
    public Optional<String> unchangedPeer() {
        Object connection = PublicMethods.call(received, "getConnectionMetaData");
        if (connection == null || connection != PublicMethods.call(customized, "getConnectionMetaData")) return Optional.empty();
        Object endPoint = endPoint(connection);
        String reported = address(endPoint);
        String lowest = address(lowest(endPoint));         // below a ProxyEndPoint, which has the address that the PROXY protocol tells
        return reported != null && reported.equals(lowest) ? Optional.of(reported) : Optional.empty();
    }

    private static Object endPoint(Object connectionMetaData) {
        return PublicMethods.call(PublicMethods.call(connectionMetaData, "getConnection"), "getEndPoint");
    }

    private static Object lowest(Object endPoint) {
        Object lowest = endPoint;
        for (Object next = endPoint; next != null; next = PublicMethods.call(lowest, "unwrap")) lowest = next;
        return lowest;
    }

    private static String address(Object endPoint) {
        Object address = PublicMethods.call(endPoint, "getRemoteSocketAddress");
        return address instanceof InetSocketAddress inet && !inet.isUnresolved() ? inet.getAddress().getHostAddress() : null;
    }

    /** The scheme of an absolute target (of {@code :scheme} in HTTP/2) is the client's word. A customizer that has another one, or has made a URI of its own, is the operator's. */
    @Override
    public Optional<String> connectionScheme() {
        Object uri = PublicMethods.call(received, "getHttpURI");
        if (uri == null || uri != PublicMethods.call(customized, "getHttpURI")) return Optional.empty();
        Object secure = PublicMethods.call(PublicMethods.call(customized, "getConnectionMetaData"), "isSecure");
        String scheme = Boolean.TRUE.equals(secure) ? "https" : "http";
        return secure == null || scheme.equals(PublicMethods.call(uri, "getScheme")) ? Optional.empty() : Optional.of(scheme);
    }

    @Override
    public OptionalInt writtenPort() {
        Object port = PublicMethods.call(PublicMethods.call(received, "getHttpURI"), "getPort");
        return port instanceof Integer number && number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** Where there is neither, Jetty takes the server's own authority for the target's. */
    @Override
    public Optional<String> targetAuthority() {
        Object uri = PublicMethods.call(received, "getHttpURI");
        Object authority = PublicMethods.call(uri, "getAuthority");
        Object own = PublicMethods.call(PublicMethods.call(received, "getConnectionMetaData"), "getServerAuthority");
        boolean isOwn = own != null && String.valueOf(PublicMethods.call(own, "getHost")).equals(PublicMethods.call(uri, "getHost"));
        return authority == null || isOwn ? Optional.empty() : Optional.of(authority.toString());
    }

    /** Jetty decodes the request line of HTTP/1, and not the {@code :path} of HTTP/2. */
    @Override
    public boolean targetIsByteString() {
        return !String.valueOf(PublicMethods.call(PublicMethods.call(received, "getConnectionMetaData"), "getProtocol")).startsWith("HTTP/1");
    }

    /** Jetty has one size to begin with and one to grow to, which need not be set. By HTTP/2 a longer head costs the whole connection. */
    @Override
    public OptionalInt responseHeadLimit() {
        Object connection = PublicMethods.call(customized, "getConnectionMetaData");
        Object configuration = PublicMethods.call(connection, "getHttpConfiguration");
        if (!(PublicMethods.call(configuration, "getResponseHeaderSize") instanceof Integer first)) return OptionalInt.empty();
        return OptionalInt.of(PublicMethods.call(configuration, "getMaxResponseHeaderSize") instanceof Integer most ? Math.max(first, most) : first);
    }
}
