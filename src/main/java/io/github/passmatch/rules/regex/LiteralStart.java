package io.github.passmatch.rules.regex;

import io.github.passmatch.rules.Bytes;
import java.util.regex.Pattern;

/**
 * Finds the literal text with which every match of a regular expression must begin. Reads the expression in Java's syntax, because
 * Java executes it. At any construct that is not understood, the literal text ends.
 */
final class LiteralStart {

    /** Characters that end literal text. */
    private static final String SYNTAX = "[.$^|*+?{";
    private static final String QUANTIFIERS = "*+?{";
    /** {@code (?x)}: after this flag there can be comments, which may contain characters of the syntax. */
    private static final Pattern COMMENTS = Pattern.compile("\\(\\?[a-zA-Z-]*x");

    private final String regex;
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private LiteralStart(String regex) {
        this.regex = regex;
    }

    /**
     * The literal start; empty if unknown, for example without an anchor or with alternatives.
     *
     * @param regex in Java's syntax, compiled without flags that change the meaning of letters, anchors or spaces
     */
    static String of(String regex) {
        LiteralStart start = new LiteralStart(withoutQuotation(regex));
        boolean clear = start.passAnchor() && !COMMENTS.matcher(start.regex).find() && start.end(0) >= 0;
        return clear ? start.read() : "";
    }

    /** Text between {@code \Q} and {@code \E} is escaped character by character, as Java does first: {@code \Q\E} may be between a character and its quantifier. */
    private static String withoutQuotation(String regex) {
        if (!regex.contains("\\Q")) return regex;
        StringBuilder out = new StringBuilder(regex.length() * 2);
        for (int i = 0; i < regex.length(); ) {
            if (regex.startsWith("\\Q", i)) {
                int end = regex.indexOf("\\E", i + 2);
                for (char c : regex.substring(i + 2, end < 0 ? regex.length() : end).toCharArray()) out.append(Bytes.isAlphanumeric(c) ? "" : "\\").append(c);
                i = end < 0 ? regex.length() : end + 2;
            } else {
                int next = Math.min(regex.length(), i + (regex.charAt(i) == '\\' ? 2 : 1));
                out.append(regex, i, next);
                i = next;
            }
        }
        return out.toString();
    }

    private boolean passAnchor() {
        at = regex.startsWith("^") ? 1 : regex.startsWith("\\A") ? 2 : 0;
        return at > 0;
    }

    private String read() {
        boolean more = true;
        while (more && at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '(') more = enterGroup();
            else if (c == ')') at++;            // end of an entered group, so no quantifier follows
            else if (c == '\\') more = at + 1 < regex.length() && !Bytes.isAlphanumeric(regex.charAt(at + 1)) && take(regex.charAt(at + 1), 2);
            else more = SYNTAX.indexOf(c) < 0 && take(c, 1);
        }
        return literal.toString();
    }

    private boolean take(char c, int width) {
        if (isQuantifier(at + width)) return false;
        literal.append(c);
        at += width;
        return true;
    }

    private boolean isQuantifier(int i) {
        return i < regex.length() && QUANTIFIERS.indexOf(regex.charAt(i)) >= 0;
    }

    /** Enters a group that must match exactly once and has no alternatives. */
    private boolean enterGroup() {
        boolean special = regex.startsWith("(?", at);
        if (special && !regex.startsWith("(?:", at)) return false;
        int inside = at + (special ? 3 : 1);
        int end = end(inside);
        if (end < 0 || isQuantifier(end + 1)) return false;
        at = inside;
        return true;
    }

    /** The end of the group whose content begins at {@code from} (0 for the whole expression); -1 if there are alternatives. */
    private int end(int from) {
        int depth = 0;
        for (int i = from; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> i = endOfClass(i);
                case '(' -> depth++;
                case ')' -> {
                    if (depth-- == 0) return i;
                }
                case '|' -> {
                    if (depth == 0) return -1;
                }
                default -> { }
            }
        }
        return regex.length();
    }

    private int endOfClass(int from) {
        int depth = 0;
        int i = from;
        for (; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\') i++;
            else if (c == '[') depth++;
            else if (c == ']' && --depth == 0) break;
        }
        return i;
    }
}
