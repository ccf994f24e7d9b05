package io.github.passmatch.rules.regex;

import java.util.regex.PatternSyntaxException;

/**
 * Translates a regular expression of PCRE2 (10.42, bytes, {@code DOTALL | DOLLAR_ENDONLY}, as httpd compiles it) into Java's syntax. A feature that Java does not have
 * is an error; a construct that has another meaning in Java is rewritten. Group names are replaced by numbers.
 */
final class PcreDialect {

    /** Java's multi-line {@code ^} does not match in an empty text. */
    private static final String LINE_START = "(?:\\A|(?<=\\x0A)(?!\\z))";

    final String in;
    final StringBuilder out;
    int at;
    PcreFlags flags;
    final PcreGroups groups;
    private final PcreEscapes escapes = new PcreEscapes(this);

    private PcreDialect(String regex, boolean ignoreCase, PcreGroups found) {
        this.in = regex;
        this.out = new StringBuilder(regex.length() + 16);
        this.flags = new PcreFlags(ignoreCase, false, true, false, false, false, false);
        this.groups = new PcreGroups(this, found);
    }

    /** @throws PatternSyntaxException if the expression is invalid in PCRE2, or not possible in Java */
    static String toJava(String regex, boolean ignoreCase) {
        PcreDialect first = new PcreDialect(regex, ignoreCase, null);
        first.whole();
        PcreDialect second = new PcreDialect(regex, ignoreCase, first.groups);
        second.whole();
        return second.out.toString();
    }

    PatternSyntaxException error(String what, int where) {
        return new PatternSyntaxException(what, in, where);
    }

    PatternSyntaxException unsupported(String what, int where) {
        return error(what + " cannot be used here, because Java's regular expressions do not have them", where);
    }

    private void whole() {
        alternatives();
        if (at < in.length()) throw error("unmatched )", at);
    }

    /** Translates up to the end of the group, or of the whole expression. */
    void alternatives() {
        boolean quantifiable = false;
        while (at < in.length() && in.charAt(at) != ')') {
            if (skipped()) continue;
            char c = in.charAt(at);
            if (c == '|') {
                out.append('|');
                at++;
                quantifiable = false;
            } else if (quantifierLength() > 0) {
                if (!quantifiable) throw error("there is nothing before the quantifier that can be repeated", at);
                quantifier();
                quantifiable = false;
            } else {
                quantifiable = item(c);
            }
        }
    }

    /** Skips text without meaning: comments, spaces under {@code (?x)}, a single {@code \E}. */
    private boolean skipped() {
        char c = in.charAt(at);
        if (in.startsWith("(?#", at)) {
            int end = in.indexOf(')', at);
            if (end < 0) throw error("missing ) after (?# comment", in.length());
            at = end + 1;
            return true;
        }
        if (in.startsWith("\\E", at) || in.startsWith("\\Q\\E", at)) {
            at += in.charAt(at + 1) == 'E' ? 2 : 4;
            return true;
        }
        if (!flags.extended() || " \t\n\u000b\f\r#".indexOf(c) < 0) return false;
        int newline = in.indexOf('\n', at);
        at = c != '#' ? at + 1 : newline < 0 ? in.length() : newline + 1;
        return true;
    }

    /** Translates one item; returns whether a quantifier may follow. */
    private boolean item(char c) {
        switch (c) {
            case '\\' -> {
                return escapes.outsideClass();
            }
            case '[' -> new PcreClass(this).read();
            case '(' -> {
                return groups.read();
            }
            case '$', '^' -> {
                replace(1, c == '$' ? flags.multiline() ? "$" : "\\z" : flags.multiline() ? LINE_START : "^");
                return c == '^';
            }
            case '.' -> replace(1, ".");
            default -> {
                at++;
                literal(c);
            }
        }
        return true;
    }

    void replace(int consumed, String replacement) {
        out.append(replacement);
        at += consumed;
    }

    /** Writes a literal character. */
    void literal(char c) {
        if (c < ' ' || c == 0x7f) out.append(String.format("\\x%02X", (int) c));
        else out.append("\\^$.|?*+()[]{}&-#~ ".indexOf(c) >= 0 ? "\\" : "").append(c);
    }

    /** The length of the quantifier at the current position, without the suffix for lazy or possessive; 0 if there is none. */
    private int quantifierLength() {
        char c = in.charAt(at);
        if (c == '*' || c == '+' || c == '?') return 1;
        if (c != '{') return 0;
        int i = digits(at + 1);
        if (i == at + 1) return 0;
        if (i < in.length() && in.charAt(i) == ',') i = digits(i + 1);
        return i < in.length() && in.charAt(i) == '}' ? i + 1 - at : 0;
    }

    private int digits(int from) {
        int i = from;
        while (i < in.length() && Character.isDigit(in.charAt(i))) i++;
        return i;
    }

    private void quantifier() {
        int length = quantifierLength();
        String text = in.substring(at, at + length);
        if (length > 1) checkBounds(text.substring(1, length - 1).split(",", -1));
        at += length;
        while (flags.extended() && at < in.length() && skipped()) { }
        boolean possessive = at < in.length() && in.charAt(at) == '+';
        boolean lazy = at < in.length() && in.charAt(at) == '?';
        if (possessive || lazy) at++;
        out.append(text).append(possessive ? "+" : lazy != flags.ungreedy() ? "?" : "");
    }

    private void checkBounds(String[] bounds) {
        for (String bound : bounds) if (bound.length() > 5 && Long.parseLong(bound.length() > 18 ? "99999999" : bound) > 65535 || bound.length() == 5 && Integer.parseInt(bound) > 65535)
            throw error("the number in a quantifier must not exceed 65535", at);
        boolean reversed = bounds.length == 2 && !bounds[1].isEmpty() && Integer.parseInt(bounds[0]) > Integer.parseInt(bounds[1]);
        if (reversed) throw error("the numbers of the quantifier are in the wrong order", at);
    }
}
