package io.github.passmatch.forward;

import io.github.passmatch.rules.Authority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** How the client addressed us. */
public final class ClientView {

    private ClientView() { }

    /**
     * The authority of the request as the client wrote it: the {@code Host} field, or that of an absolute request target, which
     * takes its place (RFC 9112 §3.2.2); null where there is neither.
     */
    public static String host(HttpServletRequest clientRequest) {
        String field = clientRequest.getHeader("Host");
        if (field == null && clientRequest.getProtocol().startsWith("HTTP/1")) return null;
        String name = clientRequest.getServerName();
        if (field != null && (name == null || Authority.hostOf(field).equalsIgnoreCase(bare(name)))) return field;
        int port = clientRequest.getServerPort();
        String bracketed = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return port <= 0 || port == Authority.defaultPort(clientRequest.getScheme()) ? bracketed : bracketed + ":" + port;
    }

    /**
     * Scheme and authority of the URLs by which the client reaches us, as httpd writes them: the host in lower case, without the dot that may end a full name, and no default port.
     *
     * @param serverName stands in where the request names no host
     */
    static String origin(HttpServletRequest clientRequest, String serverName) {
        String scheme = clientRequest.getScheme();
        String host = host(clientRequest);
        String authority = host == null ? serverName : host.toLowerCase(Locale.ROOT).replaceFirst("\\.(?=$|:[0-9]*$)", "");
        String port = ":" + Authority.defaultPort(scheme);
        return scheme + "://" + (authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority);
    }

    private static String bare(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }
}
