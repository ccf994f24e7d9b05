package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/** Finds where the context path ends in a request path. Rules see only the rest. */
public final class ContextPath {

    private ContextPath() { }

    /**
     * Follows {@code path} segment by segment as containers do. A client may write the context path with escapes and parameters, and with empty and dot segments before and
     * inside; the result is where the path enters the context for the last time.
     *
     * @param path        not decoded, a byte string
     * @param contextPath begins with a slash; not empty
     * @return -1 if the path does not lead into the context
     */
    public static int end(String path, String contextPath) {
        String wanted = Bytes.unescape(contextPath);
        long depth = wanted.chars().filter(c -> c == '/').count();
        Deque<String> segments = new ArrayDeque<>();
        int entered = -1;
        for (int at = 0; at < path.length(); ) {
            int slash = path.indexOf('/', at + 1);
            int end = slash < 0 ? path.length() : slash;
            String name = name(path.substring(at + 1, end));
            at = end;
            if (name.equals("..")) {
                segments.pollLast();
                if (segments.size() < depth) entered = -1;
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
}
