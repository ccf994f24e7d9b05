package io.github.passmatch.config.review;

import io.github.passmatch.config.review.RegexNode.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses a valid regular expression. Unknown parts become OTHER. */
final class RegexParser {

    private final String text;
    private int at;
    private int groups;

    RegexParser(String text) {
        this.text = text;
    }

    /** The alternatives of the complete expression. */
    List<List<RegexNode>> parse() {
        List<List<RegexNode>> branches = new ArrayList<>(List.of(new ArrayList<>()));
        while (at < text.length() && text.charAt(at) != ')') {
            if (text.charAt(at) == '|') {
                at++;
                branches.add(new ArrayList<>());
            } else {
                branches.get(branches.size() - 1).add(quantified(atom()));
            }
        }
        return branches;
    }

    private RegexNode atom() {
        char c = text.charAt(at++);
        return switch (c) {
            case '^' -> RegexNode.of(Kind.START, "^");
            case '$' -> RegexNode.of(Kind.END, "$");
            case '.' -> RegexNode.of(Kind.SET, ".");
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape();
            default -> RegexNode.of(Kind.LITERAL, String.valueOf(c));
        };
    }

    private RegexNode group() {
        if (text.startsWith("?#", at)) return comment();
        int number = 0;
        Kind kind = Kind.GROUP;
        if (!text.startsWith("?", at)) {
            number = ++groups;
        } else if (text.startsWith("?:", at)) {
            at += 2;
        } else if (text.substring(at).matches("(?s)\\?(P?<|')[A-Za-z_].*")) {
            number = ++groups;
            at = Math.max(text.indexOf('>', at), text.indexOf('\'', at + 2)) + 1;
        } else {
            kind = Kind.OTHER;
            at++;
        }
        List<List<RegexNode>> branches = parse();
        at++;
        return new RegexNode(kind, "", branches, 1, 1, number);
    }

    private RegexNode comment() {
        int end = text.indexOf(')', at);
        at = end < 0 ? text.length() : end + 1;
        return RegexNode.of(Kind.OTHER, "(?#)");
    }

    private RegexNode set() {
        int start = at - 1;
        if (text.startsWith("^", at)) at++;
        if (text.startsWith("]", at)) at++;
        while (at < text.length() && text.charAt(at) != ']') {
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) at = text.indexOf(":]", at) + 1;
            else if (text.charAt(at) == '\\') at++;
            at++;
        }
        at++;
        return RegexNode.of(Kind.SET, text.substring(start, Math.min(at, text.length())));
    }

    private RegexNode escape() {
        if (at >= text.length()) return RegexNode.of(Kind.OTHER, "\\");
        char c = text.charAt(at++);
        if ("dDwWsShHvV".indexOf(c) >= 0) return RegexNode.of(Kind.SET, "\\" + c);
        if (c == 'Q') return quotation();
        if (c == 'A') return RegexNode.of(Kind.START, "^");
        if (c == 'z' || c == 'Z') return RegexNode.of(Kind.END, "$");
        if ("pPxogkN".indexOf(c) >= 0 && text.startsWith("{", at) && text.indexOf('}', at) > 0) at = text.indexOf('}', at) + 1;
        return Character.isLetterOrDigit(c) ? RegexNode.of(Kind.OTHER, "\\" + c) : RegexNode.of(Kind.LITERAL, String.valueOf(c));
    }

    /** Reads literal text between {@code \Q} and {@code \E}. */
    private RegexNode quotation() {
        int end = text.indexOf("\\E", at);
        at = end < 0 ? text.length() : end + 2;
        return RegexNode.of(Kind.OTHER, "\\Q");
    }

    @SuppressWarnings("ReferenceEquality") // the same object: nothing was repeated
    private RegexNode quantified(RegexNode node) {
        if (at >= text.length()) return node;
        RegexNode repeated = switch (text.charAt(at)) {
            case '*' -> node.times(0, RegexNode.UNBOUNDED);
            case '+' -> node.times(1, RegexNode.UNBOUNDED);
            case '?' -> node.times(0, 1);
            default -> node;
        };
        if (repeated != node) at++;
        else if (text.charAt(at) == '{' && text.substring(at).matches("(?s)\\{\\d{1,5}(,\\d{0,5})?}.*")) repeated = braces(node);
        else return node;
        if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == '+')) at++;
        return repeated;
    }

    private RegexNode braces(RegexNode node) {
        int close = text.indexOf('}', at);
        String[] bounds = text.substring(at + 1, close).split(",", -1);
        at = close + 1;
        int min = Integer.parseInt(bounds[0]);
        int max = bounds.length == 1 ? min : bounds[1].isEmpty() ? RegexNode.UNBOUNDED : Integer.parseInt(bounds[1]);
        return node.times(min, max);
    }
}
