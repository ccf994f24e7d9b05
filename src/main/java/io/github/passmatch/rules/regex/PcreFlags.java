package io.github.passmatch.rules.regex;

/** The options of PCRE2 that a pattern can change with {@code (?i-s)}. */
record PcreFlags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean extended, boolean extendedMore, boolean noCapture, boolean ungreedy) {

    /** The options after {@code change}, the letters of {@code (?...)}. */
    PcreFlags changed(String change, PcreDialect dialect, int where) {
        boolean on = true;
        PcreFlags now = this;
        for (int i = 0; i < change.length(); i++) {
            char c = change.charAt(i);
            boolean doubled = c == 'x' && change.startsWith("xx", i);
            switch (c) {
                case '^' -> {
                    if (i > 0) throw dialect.error("^ is allowed only before the other options", where + i);
                    now = new PcreFlags(false, false, false, false, false, false, ungreedy);
                }
                case '-' -> {
                    if (!on || change.startsWith("^")) throw dialect.error("at most one - is allowed, and none after ^", where + i);
                    on = false;
                }
                case 'i' -> now = new PcreFlags(on, now.multiline, now.dotAll, now.extended, now.extendedMore, now.noCapture, now.ungreedy);
                case 'm' -> now = new PcreFlags(now.ignoreCase, on, now.dotAll, now.extended, now.extendedMore, now.noCapture, now.ungreedy);
                case 's' -> now = new PcreFlags(now.ignoreCase, now.multiline, on, now.extended, now.extendedMore, now.noCapture, now.ungreedy);
                case 'x' -> now = new PcreFlags(now.ignoreCase, now.multiline, now.dotAll, on, on && doubled, now.noCapture, now.ungreedy);
                case 'n' -> now = new PcreFlags(now.ignoreCase, now.multiline, now.dotAll, now.extended, now.extendedMore, on, now.ungreedy);
                case 'U' -> now = new PcreFlags(now.ignoreCase, now.multiline, now.dotAll, now.extended, now.extendedMore, now.noCapture, on);
                case 'J' -> {
                    if (on) throw dialect.error("two groups with the same name, (?J), cannot be used here", where + i);
                }
                default -> throw dialect.error("unrecognised option \"" + c + "\" after (?", where + i);
            }
            if (doubled) i++;
        }
        return now;
    }

    /** The options for Java, such as {@code im-s}; the translation handles the others. */
    String java() {
        String on = (ignoreCase ? "i" : "") + (multiline ? "m" : "") + (dotAll ? "s" : "");
        String off = (ignoreCase ? "" : "i") + (multiline ? "" : "m") + (dotAll ? "" : "s");
        return on + (off.isEmpty() ? "" : "-" + off);
    }
}
