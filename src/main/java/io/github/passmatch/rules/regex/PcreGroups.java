package io.github.passmatch.rules.regex;

import java.util.HashMap;
import java.util.Map;

/** Translates the groups and references of a PCRE2 pattern. Group names are replaced by numbers. */
final class PcreGroups {

    private static final int MAX_DEPTH = 250;       // the limit of PCRE2

    private final PcreDialect dialect;
    private final Map<String, Integer> names = new HashMap<>();
    /** The groups found by the first pass; null in the first pass. */
    private final PcreGroups found;
    private int depth;
    private int groups;
    /** The number of groups before the current negative lookaround; -1 outside of one. */
    private int groupsBeforeNegative = -1;

    PcreGroups(PcreDialect dialect, PcreGroups found) {
        this.dialect = dialect;
        this.found = found;
    }

    /** Translates the construct that begins with the parenthesis at the current position; returns whether a quantifier may follow. */
    boolean read() {
        int start = dialect.at;
        if (dialect.in.startsWith("(*", dialect.at)) return verb(start);
        if (!dialect.in.startsWith("(?", dialect.at)) {
            dialect.at++;
            body(dialect.flags.noCapture() ? "(?:" : capturing(), dialect.flags);
            return true;
        }
        for (String same : new String[] {"(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!"}) {
            if (dialect.in.startsWith(same, dialect.at)) {
                dialect.at += same.length();
                if (same.endsWith("!")) negative(same);
                else body(same, dialect.flags);
                return true;
            }
        }
        return dialect.in.startsWith("(?<", dialect.at) || dialect.in.startsWith("(?P<", dialect.at) || dialect.in.startsWith("(?'", dialect.at) ? named() : questioned(start);
    }

    private String capturing() {
        groups++;
        return groupsBeforeNegative < 0 ? "(" : "(?:";
    }

    /**
     * {@code (?!...)}: PCRE2 resets the groups inside, Java does not. So the groups become non-capturing, and empty groups that never match follow to keep the numbers.
     */
    private void negative(String opening) {
        if (groupsBeforeNegative >= 0) {
            body(opening, dialect.flags);
            return;
        }
        groupsBeforeNegative = groups;
        int start = dialect.out.length();
        body(opening, dialect.flags);
        int inside = groups - groupsBeforeNegative;
        groupsBeforeNegative = -1;
        if (inside > 0) dialect.out.insert(start, "(?:").append("(?:(?!)").append("()".repeat(inside)).append("|))");
    }

    private void body(String opening, PcreFlags inside) {
        if (++depth > MAX_DEPTH) throw dialect.error("groups are nested more than " + MAX_DEPTH + " deep", dialect.at);
        PcreFlags outside = dialect.flags;
        dialect.out.append(opening);
        dialect.flags = inside;
        dialect.alternatives();
        if (dialect.at >= dialect.in.length()) throw dialect.error("Unclosed group", dialect.in.length());
        dialect.replace(1, ")");
        dialect.flags = outside;
        depth--;
    }

    private boolean named() {
        int open = dialect.in.charAt(dialect.at + 2) == 'P' ? dialect.at + 3 : dialect.at + 2;
        String name = name(open);
        capturing();
        if (names.put(name, groups) != null) throw dialect.error("two groups have the name " + name, open);
        body(groupsBeforeNegative < 0 ? "(" : "(?:", dialect.flags);
        return true;
    }

    /** Reads the name in the brackets, braces or quotes that begin at {@code open}. */
    String name(int open) {
        char close = switch (dialect.in.charAt(open)) {
            case '<' -> '>';
            case '{' -> '}';
            case '(' -> ')';
            default -> dialect.in.charAt(open);
        };
        int end = dialect.in.indexOf(close, open + 1);
        String name = end < 0 ? "" : dialect.in.substring(open + 1, end);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,31}")) throw dialect.error("the name of a group is missing, or contains a character that is not allowed in a name", open);
        dialect.at = end + 1;
        return name;
    }

    private boolean questioned(int start) {
        char kind = start + 2 < dialect.in.length() ? dialect.in.charAt(start + 2) : 0;
        if (dialect.in.startsWith("(?P=", start)) {
            String name = name(dialect.in.indexOf("=", start), ')');
            reference(name, start);
            return true;
        }
        if (kind == '|') throw dialect.unsupported("groups with the same number (?|...)", start);
        if (kind == '(') throw dialect.unsupported("conditions (?(...)...)", start);
        if (kind == 'C') throw dialect.unsupported("callouts (?C)", start);
        if (kind == 'R' || kind == '&' || dialect.in.startsWith("(?P>", start) || dialect.in.substring(start + 2).matches("(?s)[+-]?[0-9].*")) throw dialect.unsupported("recursion and calls of groups", start);
        return flags(start);
    }

    private String name(int before, char close) {
        int end = dialect.in.indexOf(close, before);
        if (end < 0) throw dialect.error("Unclosed group", dialect.in.length());
        dialect.at = end + 1;
        return dialect.in.substring(before + 1, end);
    }

    /** {@code (?i-s)} or {@code (?i-s:...)}. */
    private boolean flags(int start) {
        int end = start + 2;
        while (end < dialect.in.length() && (Character.isLetter(dialect.in.charAt(end)) || dialect.in.charAt(end) == '-' || dialect.in.charAt(end) == '^')) end++;
        char last = end < dialect.in.length() ? dialect.in.charAt(end) : 0;
        if (last != ')' && last != ':') throw dialect.error("unrecognised character after (?", Math.min(end, dialect.in.length()));
        PcreFlags changed = dialect.flags.changed(dialect.in.substring(start + 2, end), dialect, start + 2);
        dialect.at = end + 1;
        if (last == ':') {
            body("(?" + changed.java() + ":", changed);
            return true;
        }
        dialect.flags = changed;
        dialect.out.append("(?").append(changed.java()).append(')');
        return false;
    }

    /** {@code (*atomic:...)} and similar; of the verbs in capitals, only those that do not change the match. */
    private boolean verb(int start) {
        Map<String, String> alphabetic = Map.of("atomic", "(?>", "pla", "(?=", "positive_lookahead", "(?=", "nla", "(?!", "negative_lookahead", "(?!",
                "plb", "(?<=", "positive_lookbehind", "(?<=", "nlb", "(?<!", "negative_lookbehind", "(?<!");
        int end = start + 2;
        while (end < dialect.in.length() && (Character.isLetterOrDigit(dialect.in.charAt(end)) || dialect.in.charAt(end) == '_' || dialect.in.charAt(end) == '=')) end++;
        String word = dialect.in.substring(start + 2, end);
        boolean closed = end < dialect.in.length() && dialect.in.charAt(end) == ')';
        if (end < dialect.in.length() && dialect.in.charAt(end) == ':' && alphabetic.containsKey(word)) {
            dialect.at = end + 1;
            if (alphabetic.get(word).endsWith("!")) negative(alphabetic.get(word));
            else body(alphabetic.get(word), dialect.flags);
            return true;
        }
        if (closed && (word.equals("F") || word.equals("FAIL"))) {
            dialect.replace(end + 1 - start, "(?!)");
            return false;
        }
        boolean harmless = closed && dialect.out.isEmpty() && word.matches("LF|NO_AUTO_POSSESS|NO_DOTSTAR_ANCHOR|NO_JIT|NO_START_OPT|LIMIT_(MATCH|DEPTH|HEAP|RECURSION)=[0-9]+");
        if (!harmless) throw dialect.unsupported("verbs such as (*" + word + ")", start);
        dialect.at = end + 1;
        return false;
    }

    /** Writes a reference to the group with this name. */
    void reference(String name, int where) {
        Integer number = names.get(name);
        if (number == null && found != null) number = found.names.get(name);
        if (number == null && found != null) throw dialect.error("there is no group with the name " + name, where);
        reference(number == null ? 1 : number, where);
    }

    /** Writes a reference to the group with this number. */
    void reference(int number, int where) {
        if (number < 1 || found != null && number > found.groups) throw dialect.error("there is no group " + number, where);
        if (groupsBeforeNegative >= 0 && number > groupsBeforeNegative) throw dialect.unsupported("references inside (?!...) to groups of the same (?!...)", where);
        if (number > 9 && number > groups && found != null) throw dialect.unsupported("references to a later group with a number above 9", where);
        dialect.out.append("(?:\\").append(number).append(')');
    }

    /** The number of groups opened so far. */
    int opened() {
        return groups;
    }
}
