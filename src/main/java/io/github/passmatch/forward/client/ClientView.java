package io.github.passmatch.forward.client;

import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.target.Authority;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Finds the scheme, host, port and context path with which the client addressed this server. */
public final class ClientView {

    private ClientView() { }

    /**
     * The authority of the request as the client sent it: the {@code Host} field, or the authority of an absolute request target, which
     * replaces the field (RFC 9112 §3.2.2); null if there is neither.
     */
    public static String host(HttpServletRequest clientRequest) {
        String field = clientRequest.getHeader("Host");
        if (field == null && clientRequest.getProtocol().startsWith("HTTP/1")) return ContainerRequest.of(clientRequest).targetAuthority().orElse(null);
        String name = clientRequest.getServerName();
        if (field != null && (name == null || Authority.hostOf(field).equalsIgnoreCase(bare(name)))) return field;
        int port = port(clientRequest);
        String bracketed = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        return port <= 0 || port == Authority.defaultPort(scheme(clientRequest)) ? bracketed : bracketed + ":" + port;
    }

    private static String bare(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    /**
     * {@code http} or {@code https}: the scheme of the client's connection, unless the container's configuration or a filter sets another one, as behind a TLS proxy.
     * The scheme of an absolute request target is ignored, because the client can write any scheme.
     */
    public static String scheme(HttpServletRequest clientRequest) {
        return correctedScheme(clientRequest).orElseGet(clientRequest::getScheme);
    }

    /** Empty if the scheme that the Servlet API reports is correct. */
    private static Optional<String> correctedScheme(HttpServletRequest clientRequest) {
        Optional<HttpServletRequest> received = ContainerRequest.unwrapped(clientRequest);
        boolean setByFilter = received.isPresent() && !clientRequest.getScheme().equals(received.get().getScheme());
        return setByFilter ? Optional.empty() : ContainerRequest.of(clientRequest).connectionScheme();
    }

    /** The port that the client addressed: as written, or the default port of the {@link #scheme}; 0 or less if not known. */
    public static int port(HttpServletRequest clientRequest) {
        return correctedScheme(clientRequest).map(scheme -> ContainerRequest.of(clientRequest).writtenPort().orElse(Authority.defaultPort(scheme)))
                .orElseGet(clientRequest::getServerPort);
    }

    /** The context path of the deployed webapp, as written in URLs. The client may have sent it with other escapes, path parameters or dot segments. */
    public static String contextPath(HttpServletRequest clientRequest) {
        return contextPath(clientRequest.getServletContext());
    }

    /** The context path of a webapp, as written in URLs. */
    public static String contextPath(ServletContext application) {
        String path = application.getContextPath();
        if (path == null || path.equals("/")) return "";
        return path.indexOf('%') < 0 ? Bytes.escapePath(Bytes.of(path)) : path;     // Jetty reports it escaped, Tomcat unescaped
    }
}
