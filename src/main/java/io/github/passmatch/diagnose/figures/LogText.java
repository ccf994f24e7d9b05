package io.github.passmatch.diagnose.figures;

/** Writes values into log lines so that no value can end the line or be taken for another value. */
public final class LogText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private LogText() { }

    /** In double quotes, escaped as in JSON, in ASCII only. */
    public static StringBuilder quoted(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || c > '~') out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]).append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
            else out.append(c);
        }
        return out.append('"');
    }

    /** Unchanged if the text is a plain word, otherwise quoted. */
    public static StringBuilder word(String text, StringBuilder out) {
        return isPlain(text) ? out.append(text) : quoted(text, out);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
        }
        return !text.isEmpty();
    }
}
