package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.target.BadPath;
import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * The path (after the context path) and query of one request, and the views of the path for matching.
 * Normalisation follows httpd: dot segments are removed (RFC 3986 §5.2.4), consecutive slashes become one, escapes are decoded.
 * Not safe for concurrent use: views are computed at first use.
 */
public final class RequestPath {

    private static final BitSet NOTHING = new BitSet(0);
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private final String rawPath;
    private final String rawQuery;
    private final EncodedSlashes encodedSlashes;
    private final boolean mergeSlashes;
    private String normalized;
    private PathText decoded;
    private PathText servlet;

    /**
     * @param rawPath        as received in the request line, not decoded, a byte string; without the context path
     * @param rawQuery       as received after {@code ?}, or null if there is no {@code ?}
     * @param encodedSlashes the value of {@code AllowEncodedSlashes}
     * @param mergeSlashes   the value of {@code MergeSlashes}
     */
    public RequestPath(String rawPath, String rawQuery, EncodedSlashes encodedSlashes, boolean mergeSlashes) {
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.encodedSlashes = encodedSlashes;
        this.mergeSlashes = mergeSlashes;
    }

    /**
     * The path after rewriting.
     *
     * @param text  decoded, a byte string that begins with a slash
     * @param query the new query, or null
     */
    public RequestPath rewritten(String text, String query) {
        RequestPath rewritten = new RequestPath(rawPath, query, encodedSlashes == EncodedSlashes.OFF ? EncodedSlashes.ON : encodedSlashes, mergeSlashes);
        rewritten.decoded = PathText.rewritten(text, encodedSlashes);
        return rewritten;
    }

    /**
     * The path for sections, redirects and rewriting after a rule with {@code mapping=} has taken the request. As in httpd, escapes are kept; with {@code mapping=servlet}, path parameters are removed.
     *
     * @param view of the rule
     */
    public RequestPath mapped(Destination.View view) throws BadPath {
        RequestPath mapped = new RequestPath(rawPath, rawQuery, encodedSlashes, mergeSlashes);
        mapped.decoded = view == Destination.View.SERVLET ? exactly(withoutParameters(servlet().text())) : encoded();
        return mapped;
    }

    /** The decoded path that a servlet container looks for in an application. */
    public String ofContainer() throws BadPath {
        return decode(withoutParameters(servlet().text())).text();
    }

    /** The path as a servlet container compares it: without {@code ;} and what follows in each segment, and without empty segments. */
    private static String withoutParameters(String path) throws BadPath {
        return path.indexOf(';') < 0 && !path.contains("//") ? path : removeDotSegments(PARAMETERS.matcher(path).replaceAll(""), true, false);
    }

    String rawPath() {
        return rawPath;
    }

    /** The query without its {@code ?}, or null if there is no {@code ?}. */
    public String rawQuery() {
        return rawQuery;
    }

    /**
     * The decoded, normalised path: the default view for matching.
     *
     * @throws BadPath if the path does not begin with a slash, leads above the root, or contains an invalid escape or a NUL
     */
    public PathText decoded() throws BadPath {
        if (decoded == null) decoded = decode(normalized());
        return decoded;
    }

    /** The normalised path with escapes of reserved characters unchanged ({@code mapping=encoded}). */
    PathText encoded() throws BadPath {
        return exactly(normalized());
    }

    /** As {@link #encoded}, but {@code ..;x} is treated as {@code ..}, as in servlet containers ({@code mapping=servlet}). */
    PathText servlet() throws BadPath {
        requireCleanQuery();
        if (servlet == null) servlet = exactly(normalize(rawPath, mergeSlashes, true));
        return servlet;
    }

    /** Whether the path contains a {@code %2F} that {@code AllowEncodedSlashes Off} does not allow. */
    public boolean hasForbiddenSlash() {
        return encodedSlashes == EncodedSlashes.OFF && (rawPath.contains("%2F") || rawPath.contains("%2f"));
    }

    /** httpd reduces leading slashes to one, even with {@code MergeSlashes Off}. */
    public static String oneSlashInFront(String path) {
        int start = 0;
        while (path.startsWith("//", start)) start++;
        return path.substring(start);
    }

    private String normalized() throws BadPath {
        if (normalized == null) requireCleanQuery();
        if (normalized == null) normalized = normalize(rawPath, mergeSlashes, false);
        return normalized;
    }

    /** RFC 9112 §3: spaces and control characters are not allowed in a request line. */
    private void requireCleanQuery() throws BadPath {
        for (int i = 0; rawQuery != null && i < rawQuery.length(); i++) {
            char c = rawQuery.charAt(i);
            if (c <= ' ' || c == 127 || c == '#') throw new BadPath(OwnAnswer.BAD_TARGET, "a character that is not allowed in a query");
        }
    }

    private static PathText exactly(String text) {
        BitSet all = new BitSet(text.length());
        all.set(0, text.length());
        return new PathText(text, all);
    }

    private PathText decode(String path) throws BadPath {
        if (path.indexOf('%') < 0) return new PathText(path, NOTHING);
        StringBuilder text = new StringBuilder(path.length());
        BitSet exact = new BitSet();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            if (!Bytes.isEscape(path, i)) throw new BadPath(OwnAnswer.BAD_TARGET, "broken percent-escape in the path");
            char b = Bytes.decode(path, i);
            if (b == 0) throw new BadPath(OwnAnswer.NUL_IN_PATH, "NUL in the path");
            if (b == '/' && encodedSlashes != EncodedSlashes.ON) {
                exact.set(text.length(), text.length() + 3);
                text.append(path, i, i + 3);
            } else {
                text.append(b);
            }
            i += 2;
        }
        // Decoded slashes can create new dot segments ("/.%2F../").
        return encodedSlashes == EncodedSlashes.ON
                ? new PathText(removeDotSegments(text.toString(), mergeSlashes, false), NOTHING)
                : new PathText(text.toString(), exact);
    }

    private static String normalize(String path, boolean mergeSlashes, boolean ignoreParameters) throws BadPath {
        if (path.isEmpty() || path.charAt(0) != '/') throw new BadPath(OwnAnswer.BAD_TARGET, "the request target is not a path");
        return removeDotSegments(decodeUnreserved(oneSlashInFront(path)), mergeSlashes, ignoreParameters);
    }

    /** RFC 3986 §6.2.2.2: escapes of unreserved characters are equivalent to the characters. */
    private static String decodeUnreserved(String path) throws BadPath {
        StringBuilder out = null;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c == 127 || c == '#') throw new BadPath(OwnAnswer.BAD_TARGET, "a character that is not allowed in a path");
            if (c == '%' && !Bytes.isEscape(path, i)) throw new BadPath(OwnAnswer.BAD_TARGET, "broken percent-escape in the path");
            boolean decode = c == '%' && Bytes.isUnreserved(Bytes.decode(path, i));
            if (decode && out == null) out = new StringBuilder(path.length()).append(path, 0, i);
            if (out != null) out.append(decode ? Bytes.decode(path, i) : c);
            if (decode) i += 2;
        }
        return out == null ? path : out.toString();
    }

    private static String removeDotSegments(String path, boolean mergeSlashes, boolean ignoreParameters) throws BadPath {
        if (!path.contains("/.") && !(mergeSlashes && path.contains("//"))) return path;
        StringBuilder out = new StringBuilder(path.length()).append('/');
        int at = 1;
        while (at <= path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(at, end);
            int semicolon = ignoreParameters ? segment.indexOf(';') : -1;
            String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
            if (name.equals("..")) {
                if (out.length() <= 1) throw new BadPath(OwnAnswer.ABOVE_ROOT, "the path leads above the root");
                out.setLength(out.lastIndexOf("/", out.length() - 2) + 1);
            } else if (!name.equals(".") && !(segment.isEmpty() && mergeSlashes)) {
                out.append(segment);
                if (slash >= 0) out.append('/');
            }
            if (slash < 0) break;
            at = end + 1;
        }
        return out.toString();
    }
}
