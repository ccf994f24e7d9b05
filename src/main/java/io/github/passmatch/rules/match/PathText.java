package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import java.util.BitSet;

/**
 * One view of a request path: text for matching, which can still be written exactly as received.
 *
 * @param text  a byte string to which rules are compared
 * @param exact positions of {@code text} that are written unchanged; all others are escaped if a path requires that.
 *              Set for escapes that were kept undecoded, such as {@code %2F} under {@code AllowEncodedSlashes NoDecode}
 */
public record PathText(String text, BitSet exact) {

    /**
     * The text of a path after rewriting.
     *
     * @param text           decoded, except {@code %2F} under {@code AllowEncodedSlashes NoDecode}
     * @param encodedSlashes the value of {@code AllowEncodedSlashes}
     */
    public static PathText rewritten(String text, EncodedSlashes encodedSlashes) {
        BitSet exact = new BitSet();
        for (int i = 0; encodedSlashes == EncodedSlashes.NO_DECODE && i + 2 < text.length(); i++) if (text.regionMatches(true, i, "%2F", 0, 3)) exact.set(i, i + 3);
        return new PathText(text, exact);
    }

    /** The whole text in the form sent to the upstream. */
    public String written() {
        StringBuilder out = new StringBuilder(text.length());
        write(0, text.length(), out);
        return out.toString();
    }

    /** Appends the bytes from {@code start} to {@code end} in the form sent to the upstream. */
    void write(int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            char b = text.charAt(i);
            if (exact.get(i)) out.append(b);
            else Bytes.escapeInPath(b, out);
        }
    }

    /** Appends the bytes from {@code start} to {@code end} so that they cannot leave one query value. */
    void writeIntoQuery(int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            if (exact.get(i) && Bytes.isEscape(text, i)) {
                out.append(text, i, i + 3);
                i += 2;
            } else {
                Bytes.escapeInQuery(text.charAt(i), out);
            }
        }
    }
}
