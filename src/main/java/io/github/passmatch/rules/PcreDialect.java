package io.github.passmatch.rules;

/**
 * Rewrites a regular expression from PCRE2's dialect into Java's, where they differ:
 * {@code $} is the very end, {@code [} and {@code &&} have no meaning inside a class, POSIX classes have another form,
 * a brace that opens no quantifier is literal, {@code (?P<name>)} and names with an underscore exist.
 */
final class PcreDialect {

    private final String in;
    private final StringBuilder out;
    private int at;

    private PcreDialect(String regex) {
        this.in = regex;
        this.out = new StringBuilder(regex.length() + 16);
    }

    static String toJava(String regex) {
        PcreDialect dialect = new PcreDialect(regex);
        while (dialect.at < regex.length()) dialect.step();
        return dialect.out.toString();
    }

    private void step() {
        char c = in.charAt(at);
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> group();
            case '$' -> replace(1, "\\z");
            case '{' -> replace(1, opensQuantifier() ? "{" : "\\{");
            default -> replace(1, String.valueOf(c));
        }
    }

    private void replace(int consumed, String replacement) {
        out.append(replacement);
        at += consumed;
    }

    private void escape() {
        if (in.startsWith("\\Q", at)) {
            int end = in.indexOf("\\E", at);
            int stop = end < 0 ? in.length() : end + 2;
            replace(stop - at, in.substring(at, stop));
        } else if (in.startsWith("\\g", at)) {
            int digits = in.startsWith("{", at + 2) ? at + 3 : at + 2;
            int end = digits;
            while (end < in.length() && Character.isDigit(in.charAt(end))) end++;
            replace(end - at + (digits == at + 3 ? 1 : 0), "\\" + in.substring(digits, end));
        } else if (in.startsWith("\\k", at)) {
            nameIn(at + 2, "\\k<");
        } else {
            replace(Math.min(2, in.length() - at), in.substring(at, Math.min(at + 2, in.length())));
        }
    }

    private void group() {
        if (in.startsWith("(?#", at)) {
            int end = in.indexOf(')', at);
            at = end < 0 ? in.length() : end + 1;
        } else if (in.startsWith("(?P<", at)) {
            nameIn(at + 3, "(?<");
        } else if (in.startsWith("(?P=", at)) {
            int end = in.indexOf(')', at);
            String name = end < 0 ? "" : in.substring(at + 4, end);
            replace(end < 0 ? in.length() - at : end + 1 - at, "\\k<" + javaName(name) + ">");
        } else if (in.startsWith("(?<", at) && at + 3 < in.length() && in.charAt(at + 3) != '=' && in.charAt(at + 3) != '!') {
            nameIn(at + 2, "(?<");
        } else if (in.startsWith("(?'", at)) {
            nameIn(at + 2, "(?<");
        } else {
            replace(1, "(");
        }
    }

    /** Writes the name that stands in brackets, braces or quotes at {@code open}, behind {@code prefix}. */
    private void nameIn(int open, String prefix) {
        char bracket = open < in.length() ? in.charAt(open) : 0;
        char close = bracket == '<' ? '>' : bracket == '{' ? '}' : bracket == '\'' ? '\'' : 0;
        int end = close == 0 ? -1 : in.indexOf(close, open + 1);
        if (end < 0) replace(2, in.substring(at, Math.min(at + 2, in.length())));
        else replace(end + 1 - at, prefix + javaName(in.substring(open + 1, end)) + ">");
    }

    /** Java's group names have no underscore; {@code Z95} stands for one. */
    private static String javaName(String name) {
        return name.replace("_", "Z95");
    }

    private boolean opensQuantifier() {
        int i = at + 1;
        int digits = i;
        while (i < in.length() && Character.isDigit(in.charAt(i))) i++;
        if (i == digits) return false;
        if (i < in.length() && in.charAt(i) == ',') i++;
        while (i < in.length() && Character.isDigit(in.charAt(i))) i++;
        return i < in.length() && in.charAt(i) == '}';
    }

    private void characterClass() {
        replace(1, "[");
        if (in.startsWith("^", at)) replace(1, "^");
        if (in.startsWith("]", at)) replace(1, "\\]");
        while (at < in.length() && in.charAt(at) != ']') {
            int posixEnd = in.startsWith("[:", at) ? in.indexOf(":]", at) : -1;
            if (posixEnd > 0) posixClass(in.substring(at + 2, posixEnd), posixEnd + 2);
            else if (in.charAt(at) == '\\') escape();
            else if (in.charAt(at) == '[') replace(1, "\\[");
            else if (in.charAt(at) == '&') replace(1, "\\&");
            else replace(1, String.valueOf(in.charAt(at)));
        }
        if (at < in.length()) replace(1, "]");
    }

    private void posixClass(String name, int end) {
        boolean negated = name.startsWith("^");
        String plain = negated ? name.substring(1) : name;
        String java = switch (plain) {
            case "alpha" -> "\\p{Alpha}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "upper" -> "\\p{Upper}";
            case "lower" -> "\\p{Lower}";
            case "punct" -> "\\p{Punct}";
            case "graph" -> "\\p{Graph}";
            case "print" -> "\\p{Print}";
            case "blank" -> "\\p{Blank}";
            case "cntrl" -> "\\p{Cntrl}";
            case "xdigit" -> "\\p{XDigit}";
            case "space" -> "\\s";
            case "word" -> "\\w";
            default -> "\\p{" + plain + "}";     // Java's own complaint names it
        };
        replace(end - at, negated ? "[^" + java + "]" : java);
    }
}
