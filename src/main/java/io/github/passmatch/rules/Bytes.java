package io.github.passmatch.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Byte strings: text whose every {@code char} stands for one byte, 0 to 255. */
public final class Bytes {

    /** The marks that httpd writes unescaped in a path, besides letters and digits; every other byte becomes {@code %XX}. */
    private static final String PATH_MARKS = "~$-_.+!*'(),;:@&=/";
    /** The marks of {@link #PATH_MARKS} that are not delimiters in a query value (application/x-www-form-urlencoded). */
    private static final String QUERY_MARKS = "~$-_.!*'(),:@/";
    private static final boolean[] PATH = allowed(PATH_MARKS);
    private static final boolean[] QUERY = allowed(QUERY_MARKS);
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Bytes() { }

    /** The UTF-8 bytes of {@code text}, one {@code char} each. */
    public static String of(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** The text that a byte string encodes in UTF-8, for messages and logs. */
    public static String toText(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    /** Appends {@code b} as allowed in a path, escaped if necessary. */
    public static void escapeInPath(char b, StringBuilder out) {
        escape(b, PATH, out);
    }

    /** {@code path} with every byte escaped that is not allowed in a path. */
    public static String escapePath(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) escapeInPath(path.charAt(i), out);
        return out.toString();
    }

    /** Appends {@code b} as allowed in a query value: escaped if the byte could end the value, start another value, or be read as a space. */
    public static void escapeInQuery(char b, StringBuilder out) {
        escape(b, QUERY, out);
    }

    private static void escape(char b, boolean[] allowed, StringBuilder out) {
        if (b < 128 && allowed[b]) out.append(b);
        else out.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
    }

    /** Whether there is a well-formed {@code %XX} at {@code i}. */
    public static boolean isEscape(CharSequence text, int i) {
        return i + 2 < text.length() && text.charAt(i) == '%' && hex(text.charAt(i + 1)) >= 0 && hex(text.charAt(i + 2)) >= 0;
    }

    /** Decodes the escape at {@code i}. Only valid where {@link #isEscape} is true. */
    public static char decode(CharSequence text, int i) {
        return (char) (hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)));
    }

    /** {@code text} with every well-formed escape decoded. */
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) return text;
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean escape = isEscape(text, i);
            out.append(escape ? decode(text, i) : text.charAt(i));
            if (escape) i += 2;
        }
        return out.toString();
    }

    private static int hex(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }

    /** RFC 3986 §2.3. */
    public static boolean isUnreserved(char c) {
        return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    public static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean[] allowed(String marks) {
        boolean[] set = new boolean[128];
        for (char c = 0; c < 128; c++) set[c] = isAlphanumeric(c) || marks.indexOf(c) >= 0;
        return set;
    }
}
