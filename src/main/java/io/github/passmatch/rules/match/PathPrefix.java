package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import java.util.Objects;

/**
 * The path of a {@code ProxyPass}. Matches paths that begin with this prefix, if the prefix ends at a segment boundary.
 * Consecutive slashes count as one on both sides.
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

    /** The index in {@code candidate} after this prefix, or -1 if the prefix does not match. */
    public int endIn(String candidate) {
        return Math.max(-1, compare(candidate));
    }

    /** As {@link #endIn}, but without a match the result is -1 minus the number of equal characters. */
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

    /** As {@link #endIn}, but the path parameters of a segment ({@code ;v=1}) are ignored, as in servlet containers. */
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
                while (i < path.length() && at < candidate.length() && candidate.charAt(at) == ';') at = skipSlashes(candidate, skipParameters(candidate, at));      // an empty segment
            }
        }
        int afterParameters = skipParameters(candidate, at);
        if (afterParameters == candidate.length()) return afterParameters;
        if (endsSegment()) return at;
        if (candidate.charAt(afterParameters) != '/') return -1;
        // Parameters of the last segment belong to the prefix, with a slash before or after them; parameters of an inner segment belong to the rest.
        int last = skipParameters(candidate, afterParameters + 1);
        if (last < candidate.length()) return at;
        return last == afterParameters + 1 ? afterParameters : last;
    }

    /** Whether this prefix matches every path that {@code other} matches. */
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
