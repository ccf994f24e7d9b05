package io.github.passmatch.web;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.ContextPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** The request target as the client sent it, taken from what containers tell of it. */
final class RawPath {

    private RawPath() { }

    /** The undecoded path below the context path. */
    static String belowContext(HttpServletRequest clientRequest) {
        String uri = bytes(clientRequest.getRequestURI(), clientRequest);
        String contextPath = ClientView.contextPath(clientRequest);
        if (contextPath.isEmpty()) return uri;
        int end = ContextPath.end(uri, contextPath);
        if (end < 0) return asTheContainerReadsIt(clientRequest);
        return end == uri.length() ? "/" : uri.substring(end);
    }

    /** For what only the container can read, such as an escaped slash in the context path. */
    private static String asTheContainerReadsIt(HttpServletRequest clientRequest) {
        String path = clientRequest.getServletPath() + Objects.requireNonNullElse(clientRequest.getPathInfo(), "");
        return path.isEmpty() ? "/" : Bytes.escapePath(Bytes.of(path));
    }

    /** A target that holds raw bytes beyond ASCII: most containers decode them as UTF-8. */
    static String bytes(String target, HttpServletRequest clientRequest) {
        for (int i = 0; i < target.length(); i++)
            if (target.charAt(i) > 127) return ContainerRequest.of(clientRequest).targetIsByteString() ? target : Bytes.of(target);
        return target;
    }
}
