package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.BadText;
import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A text of {@code RewriteCond} or {@code RewriteRule} with {@code $n} (groups of the rule), {@code %n} (groups of the last condition that matched) and
 * {@code %{NAME}} (variables). Immutable.
 */
public final class RewriteText {

    private sealed interface Piece { }

    private record Literal(String text) implements Piece { }

    private record Group(int number, boolean ofRule) implements Piece { }

    private record Variable(String name, RewriteVariable value) implements Piece { }

    /** Thrown for a text that cannot be used. */
    public static final class Unsupported extends BadText {
        private static final long serialVersionUID = 1L;

        Unsupported(int offset, String message, String hint) {
            super(offset, message, hint);
        }
    }

    private final String text;
    private final List<Piece> pieces;

    private RewriteText(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = List.copyOf(pieces);
    }

    /** Reads {@code text}, a byte string. */
    public static RewriteText parse(String text) throws Unsupported {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            int close = next == '{' ? text.indexOf('}', i) : -1;
            if (c == '\\' && next != 0) {
                literal.append(next);
                i++;
            } else if ((c == '$' || c == '%') && next >= '0' && next <= '9') {
                end(literal, pieces);
                pieces.add(new Group(next - '0', c == '$'));
                i++;
            } else if (c == '$' && close > 0 && text.substring(i, close).indexOf(':') > 0) {
                throw map(text.substring(i + 2, close), i);
            } else if (c == '%' && close > 0) {
                end(literal, pieces);
                pieces.add(variable(text.substring(i + 2, close), i));
                i = close;
            } else {
                literal.append(c);
            }
        }
        end(literal, pieces);
        return new RewriteText(text, pieces);
    }

    private static void end(StringBuilder literal, List<Piece> pieces) {
        if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
        literal.setLength(0);
    }

    private static Unsupported map(String inside, int offset) {
        boolean variable = RewriteVariable.named(inside).isPresent();
        String shown = Bytes.toText(inside);
        return variable ? new Unsupported(offset, "${" + shown + "} looks for a RewriteMap \"" + shown.replaceFirst(":.*", "") + "\", and is not a variable", "write %{" + shown + "}")
                : new Unsupported(offset, "RewriteMap is not supported, so ${" + shown.replaceFirst(":.*", "") + ":…} cannot be looked up", "write one RewriteRule for each entry of the map");
    }

    private static Variable variable(String name, int offset) throws Unsupported {
        Optional<RewriteVariable> known = RewriteVariable.named(name);
        if (known.isPresent()) return new Variable(name, known.get());
        String plain = name.regionMatches(true, 0, "LA-", 0, 3) && name.indexOf(':') == 4 ? name.substring(5) : "";
        boolean exists = !plain.isEmpty() && RewriteVariable.named(plain).isPresent();
        throw new Unsupported(offset, "the variable %{" + Bytes.toText(name) + "} is not supported", exists ? "write %{" + Bytes.toText(plain) + "}" : "the manual's page on rewriting lists the variables");
    }

    /** The position of a variable with the user whom access control finds only after the rules outside of sections; -1 if {@code text} has none. */
    public static int userAhead(String text) {
        return text.toUpperCase(Locale.ROOT).indexOf(RewriteVariable.USER_AHEAD);
    }

    /** The text without variables and groups before the first of them. */
    String literalStart() {
        return !pieces.isEmpty() && pieces.get(0) instanceof Literal first ? first.text : "";
    }

    boolean isLiteral() {
        return pieces.stream().allMatch(Literal.class::isInstance);
    }

    /** The highest {@code $n} ({@code ofRule}) or {@code %n}; -1 if there is none. */
    public int highestGroup(boolean ofRule) {
        return pieces.stream().mapToInt(piece -> piece instanceof Group group && group.ofRule == ofRule ? group.number : -1).max().orElse(-1);
    }

    /** The part of a URL before its path: up to the first literal slash or question mark after the scheme, or to {@code %{REQUEST_URI}}. */
    RewriteText authority() {
        List<Piece> out = new ArrayList<>();
        int seen = 0;
        for (Piece piece : pieces) {
            if (piece instanceof Variable variable && variable.name.equalsIgnoreCase("REQUEST_URI")) break;
            if (piece instanceof Literal literal) {
                int from = seen == 0 ? Math.max(0, literal.text.indexOf("://") + 3) : 0;
                int end = from;
                while (end < literal.text.length() && literal.text.charAt(end) != '/' && literal.text.charAt(end) != '?') end++;
                out.add(new Literal(literal.text.substring(0, end)));
                if (end < literal.text.length()) break;
            } else {
                out.add(piece);
            }
            seen++;
        }
        return new RewriteText(text, out);
    }

    /** The text with {@code $0} in place of each group and variable: the shape of a URL. */
    String shape() {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Literal literal) out.append(literal.text.replace("\\", "\\\\").replace("$", "\\$"));
            else if (piece instanceof Variable variable && variable.name.equalsIgnoreCase("REQUEST_URI")) out.append("/$0");
            else out.append("$0");
        }
        return out.toString();
    }

    /** The expanded text. */
    String expand(RewriteRun run) {
        return expand(run, RewriteFlags.NONE, new QuestionMark());
    }

    /** The expanded text; groups are escaped as the flags say, and {@code mark} learns where its first question mark comes from. */
    String expand(RewriteRun run, RewriteFlags flags, QuestionMark mark) {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            boolean literal = piece instanceof Literal;
            String value = value(piece, run, flags);
            mark.see(value, !literal, flags.queryAtLastMark());
            out.append(value);
        }
        return out.toString();
    }

    private static String value(Piece piece, RewriteRun run, RewriteFlags flags) {
        if (piece instanceof Literal literal) return literal.text;
        if (piece instanceof Variable variable) return variable.value.of(run);
        Group group = (Group) piece;
        Matcher match = group.ofRule ? run.ruleMatch() : run.conditionMatch();
        if (match == null || group.number > match.groupCount() || match.group(group.number) == null) return "";
        String captured = match.group(group.number);
        return flags.escapes().map(escape -> escape.of(captured)).orElse(captured);
    }

    /** Learns whether the question mark that starts the query was written in the configuration or comes from the request. */
    static final class QuestionMark {
        private boolean seen;
        private boolean unsafe;

        private void see(String value, boolean fromRequest, boolean last) {
            if (seen && !last || value.indexOf('?') < 0) return;
            seen = true;
            unsafe = fromRequest;
        }

        boolean isUnsafe() {
            return unsafe;
        }
    }

    @Override
    public String toString() {
        return Bytes.toText(text);
    }
}
