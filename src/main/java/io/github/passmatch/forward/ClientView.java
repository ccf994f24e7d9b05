package io.github.passmatch.forward;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** How the client addressed us. */
final class ClientView {

    private ClientView() { }

    /**
     * The authority of the request as the client wrote it: the {@code Host} field, or that of an absolute request target, which
     * takes its place (RFC 9112 §3.2.2); null where there is neither.
     */
    static String host(HttpServletRequest clientRequest) {
        String field = clientRequest.getHeader("Host");
        if (field == null && clientRequest.getProtocol().startsWith("HTTP/1")) return null;
        String name = clientRequest.getServerName();
        if (field != null && (name == null || nameOf(field).equalsIgnoreCase(bare(name)))) return field;
        int port = clientRequest.getServerPort();
        String bracketed = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return port <= 0 || port == defaultPort(clientRequest.getScheme()) ? bracketed : bracketed + ":" + port;
    }

    /** The host of that, without port and brackets. */
    static Optional<String> hostName(HttpServletRequest clientRequest) {
        return Optional.ofNullable(host(clientRequest)).map(ClientView::nameOf);
    }

    /**
     * Scheme and authority of the URLs by which the client reaches us, as httpd writes them: the host in lower case, no default port.
     *
     * @param serverName stands in where the request names no host
     */
    static String origin(HttpServletRequest clientRequest, String serverName) {
        String scheme = clientRequest.getScheme();
        String host = host(clientRequest);
        String authority = host == null ? serverName : host.toLowerCase(Locale.ROOT);
        String port = ":" + defaultPort(scheme);
        return scheme + "://" + (authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority);
    }

    /** The host of a {@code host:port}, without brackets. */
    private static String nameOf(String authority) {
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        return bare(colon < 0 ? authority : authority.substring(0, colon));
    }

    private static String bare(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** {@code HTTP/1.1} as {@code 1.1}, as {@code Via} wants it. */
    static String version(HttpServletRequest clientRequest) {
        String protocol = clientRequest.getProtocol();
        return protocol.startsWith("HTTP/") ? protocol.substring(5) : protocol;
    }
}
