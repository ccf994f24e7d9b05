package io.github.passmatch.web;

import io.github.passmatch.forward.ClientView;
import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Bytes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** The request target as the client sent it, taken from what containers tell of it. */
final class RawPath {

    private RawPath() { }

    /** The undecoded path below the context path. */
    static String belowContext(HttpServletRequest clientRequest) {
        String uri = bytes(clientRequest.getRequestURI(), clientRequest);
        String contextPath = ClientView.contextPath(clientRequest);
        if (contextPath.isEmpty()) return uri;
        int end = endOfContext(uri, contextPath);
        if (end < 0) return asTheContainerReadsIt(clientRequest);
        return end == uri.length() ? "/" : uri.substring(end);
    }

    /**
     * Where the context path ends in a path that the container has found to be below it. The client may have written it with escapes and parameters, and with empty and dot
     * segments before it and in it. So the path is followed segment by segment as the container follows it, and the cut is where it enters the context for the last time.
     *
     * @return -1 if the path does not lead into the context
     */
    static int endOfContext(String uri, String contextPath) {
        String wanted = Bytes.unescape(contextPath);
        long depth = wanted.chars().filter(c -> c == '/').count();
        Deque<String> segments = new ArrayDeque<>();
        int entered = -1;
        for (int at = 0; at < uri.length(); ) {
            int slash = uri.indexOf('/', at + 1);
            int end = slash < 0 ? uri.length() : slash;
            String name = name(uri.substring(at + 1, end));
            at = end;
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.addLast(name);
                if (segments.size() == depth) entered = wanted.equals("/" + String.join("/", segments)) ? end : -1;
            }
        }
        return entered;
    }

    /** A segment without its parameters and escapes: {@code ..;x} and {@code %2e%2e} are two dots for containers. */
    private static String name(String segment) {
        int semicolon = segment.indexOf(';');
        return Bytes.unescape(semicolon < 0 ? segment : segment.substring(0, semicolon));
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
