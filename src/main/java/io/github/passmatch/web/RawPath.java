package io.github.passmatch.web;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.ContextPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** Restores the request target as the client sent it, from the values that containers report. */
final class RawPath {

    private RawPath() { }

    /** The undecoded path below the context path. */
    static String belowContext(HttpServletRequest clientRequest) {
        String uri = bytes(clientRequest.getRequestURI(), clientRequest);
        String contextPath = ClientView.contextPath(clientRequest);
        if (contextPath.isEmpty()) return uri;
        int end = ContextPath.end(uri, contextPath);
        if (end < 0) return decodedByContainer(clientRequest);
        return end == uri.length() ? "/" : uri.substring(end);
    }

    /** For a context path that only the container understands, for example with an escaped slash. */
    private static String decodedByContainer(HttpServletRequest clientRequest) {
        String path = clientRequest.getServletPath() + Objects.requireNonNullElse(clientRequest.getPathInfo(), "");
        return path.isEmpty() ? "/" : Bytes.escapePath(Bytes.of(path));
    }

    /** The bytes of a target; most containers decode bytes that are not ASCII as UTF-8. */
    static String bytes(String target, HttpServletRequest clientRequest) {
        for (int i = 0; i < target.length(); i++)
            if (target.charAt(i) > 127) return ContainerRequest.of(clientRequest).targetIsByteString() ? target : Bytes.of(target);
        return target;
    }
}
