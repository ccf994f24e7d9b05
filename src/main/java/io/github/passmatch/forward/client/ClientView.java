package io.github.passmatch.forward.client;

import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.target.Authority;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** How the client addressed us. */
public final class ClientView {

    private ClientView() { }

    /**
     * The authority of the request as the client wrote it: the {@code Host} field, or that of an absolute request target, which
     * takes its place (RFC 9112 §3.2.2); null where there is neither.
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
     * {@code http} or {@code https}: that of the client's connection, unless the container's configuration or a filter says otherwise, as behind a TLS terminator.
     * The scheme of an absolute request target is only what the client says.
     */
    public static String scheme(HttpServletRequest clientRequest) {
        return correctedScheme(clientRequest).orElseGet(clientRequest::getScheme);
    }

    /** Empty where the scheme that the Servlet API reports is right. */
    private static Optional<String> correctedScheme(HttpServletRequest clientRequest) {
        Optional<HttpServletRequest> received = ContainerRequest.unwrapped(clientRequest);
        boolean setByFilter = received.isPresent() && !clientRequest.getScheme().equals(received.get().getScheme());
        return setByFilter ? Optional.empty() : ContainerRequest.of(clientRequest).connectionScheme();
    }

    /** The port that the client addressed: as written, or that of the {@link #scheme}; 0 or less where that is not known. */
    public static int port(HttpServletRequest clientRequest) {
        return correctedScheme(clientRequest).map(scheme -> ContainerRequest.of(clientRequest).writtenPort().orElse(Authority.defaultPort(scheme)))
                .orElseGet(clientRequest::getServerPort);
    }

    /** The context path as it was deployed, as it is written in URLs. In the request, the client may have written it with other escapes, parameters or dot segments. */
    public static String contextPath(HttpServletRequest clientRequest) {
        return contextPath(clientRequest.getServletContext());
    }

    /** The same of an application. */
    public static String contextPath(ServletContext application) {
        String path = application.getContextPath();
        if (path == null || path.equals("/")) return "";
        return path.indexOf('%') < 0 ? Bytes.escapePath(Bytes.of(path)) : path;     // Jetty has it escaped, Tomcat has not
    }
}
