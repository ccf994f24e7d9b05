package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import java.util.Objects;

/**
 * The path of a {@code ProxyPass}: it matches what begins with it and goes on, or ends, at a segment boundary.
 * Runs of slashes count as one on both sides.
 *
 * @param path a byte string, compared literally
 */
public record PathPrefix(String path) implements PathPattern {

    public PathPrefix {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String text() {
        return Bytes.toText(path);
    }

    @Override
    public String literalStart() {
        return path;
    }

    /** Where in {@code candidate} the rest behind this prefix begins, or -1 if it does not match. */
    public int endIn(String candidate) {
        return Math.max(-1, compare(candidate));
    }

    /** As {@link #endIn}, but where it does not match, -1 less the number of characters of {@code candidate} that do. */
    int compare(String candidate) {
        int at = 0;
        for (int i = 0; i < path.length(); ) {
            char wanted = path.charAt(i);
            if (at >= candidate.length() || candidate.charAt(at) != wanted) return -1 - at;
            i++;
            at++;
            if (wanted == '/') {
                i = skipSlashes(path, i);
                at = skipSlashes(candidate, at);
            }
        }
        return endsSegment() || at == candidate.length() || candidate.charAt(at) == '/' ? at : -1 - at;
    }

    /** As {@link #endIn}, but the path parameters of a segment ({@code ;v=1}) are passed over, as servlet containers do. */
    int endInIgnoringParameters(String candidate) {
        int at = 0;
        for (int i = 0; i < path.length(); ) {
            char wanted = path.charAt(i);
            if (wanted == '/') at = skipParameters(candidate, at);
            if (at >= candidate.length() || candidate.charAt(at) != wanted) return -1;
            i++;
            at++;
            if (wanted == '/') {
                i = skipSlashes(path, i);
                at = skipSlashes(candidate, at);
            }
        }
        int behind = skipParameters(candidate, at);
        if (behind == candidate.length()) return behind;
        if (endsSegment()) return at;
        if (candidate.charAt(behind) != '/') return -1;
        // Parameters of the last segment go with it, be there a slash behind or before them; those of an inner one stay in the rest.
        int last = skipParameters(candidate, behind + 1);
        if (last < candidate.length()) return at;
        return last == behind + 1 ? behind : last;
    }

    /** Whether every path that {@code other} matches is matched by this one too. */
    public boolean covers(PathPrefix other) {
        return endIn(other.path) >= 0;
    }

    private boolean endsSegment() {
        return path.endsWith("/");
    }

    private static int skipSlashes(String text, int at) {
        while (at < text.length() && text.charAt(at) == '/') at++;
        return at;
    }

    private static int skipParameters(String text, int at) {
        if (at < text.length() && text.charAt(at) == ';') {
            int slash = text.indexOf('/', at);
            return slash < 0 ? text.length() : slash;
        }
        return at;
    }
}
