package io.github.passmatch.diagnose.figures;

/** How values stand in lines: whatever they hold, none can end its line or be taken for another value. */
public final class LogText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private LogText() { }

    /** In double quotes, escaped as JSON has it, with ASCII alone. */
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

    /** As it is, if it is a plain word; else in quotes. */
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
