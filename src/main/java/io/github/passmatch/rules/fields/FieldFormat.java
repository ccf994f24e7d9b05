package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.environment.RequestVariable;
import io.github.passmatch.rules.expression.BadExpression;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.expression.ExpressionReader;
import io.github.passmatch.rules.expression.ExpressionText;
import io.github.passmatch.rules.target.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The value of a {@code Header} or {@code RequestHeader} line: text, {@code %t}, {@code %D}, {@code %{NAME}e}, {@code %{NAME}s}, and, in
 * the replacement of an edit, {@code $0} to {@code $9}; or the text of an expression. The value of a variable is not interpreted. A missing value is empty text.
 */
public record FieldFormat(List<Piece> pieces) {

    /** A part of a value. */
    sealed interface Piece permits Text, Variable, Fact, Expression, Clock { }

    record Text(Template template) implements Piece { }

    record Variable(String name) implements Piece { }

    /** {@code %{NAME}s}; without variable: a variable of mod_ssl that is not known here. */
    record Fact(String name, Optional<RequestVariable> variable) implements Piece { }

    record Expression(ExpressionText text) implements Piece { }

    enum Clock implements Piece { RECEIVED, ELAPSED }

    public FieldFormat {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a value.
     *
     * @param text       a byte string
     * @param references whether {@code $} and a digit is a back-reference
     * @throws BadFormat if a format is unknown, or the text contains a line end
     */
    public static FieldFormat parse(String text, boolean references) throws BadFormat {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            if (c == '%' && (last || text.charAt(i + 1) == '%')) {
                plain.append('%');
                i++;
            } else if (c == '%') {
                endText(plain, references, pieces);
                int letterIndex = letterAt(text, i);
                pieces.add(piece(text, i, letterIndex));
                i = letterIndex;
            } else if (c == '\\' && !last && "\\trn".indexOf(text.charAt(i + 1)) >= 0) {
                plain.append(escaped(text, i++));
            } else {
                plain.append(c);
            }
        }
        endText(plain, references, pieces);
        return new FieldFormat(pieces);
    }

    private static void endText(StringBuilder plain, boolean references, List<Piece> pieces) {
        if (!plain.isEmpty()) pieces.add(new Text(references ? Template.ofText(plain.toString()) : Template.literal(plain.toString())));
        plain.setLength(0);
    }

    private static char escaped(String text, int backslash) throws BadFormat {
        return switch (text.charAt(backslash + 1)) {
            case 't' -> '\t';
            case '\\' -> '\\';
            default -> throw new BadFormat(backslash, "a field value cannot contain a line end", "write \\\\ for a backslash");
        };
    }

    /** The index of the letter of the format whose {@code %} is at {@code percent}. */
    private static int letterAt(String text, int percent) throws BadFormat {
        if (text.charAt(percent + 1) != '{') return percent + 1;
        int close = text.indexOf('}', percent);
        if (close < 0) throw new BadFormat(percent, "%{ is never closed", "write %{NAME}e, or %% for a percent sign");
        return close + 1;
    }

    private static Piece piece(String text, int percent, int letterIndex) throws BadFormat {
        String name = letterIndex > percent + 1 ? text.substring(percent + 2, letterIndex - 1) : "";
        char letter = letterIndex < text.length() ? text.charAt(letterIndex) : 0;
        return switch (letter) {
            case 't' -> Clock.RECEIVED;
            case 'D' -> Clock.ELAPSED;
            case 'e' -> new Variable(name);
            case 's' -> new Fact(name, RequestVariable.of(name));
            default -> throw new BadFormat(percent, "unknown format " + Bytes.toText(text.substring(percent, Math.min(letterIndex + 1, text.length()))),
                    "the formats are %t, %D, %{NAME}e and %{NAME}s; write %% for a percent sign");
        };
    }

    /**
     * Reads the text after {@code expr=}.
     *
     * @param text a byte string
     */
    public static FieldFormat expression(String text) throws BadExpression {
        return new FieldFormat(List.of(new Expression(ExpressionReader.text(text))));
    }

    /** The names of {@code %{NAME}s} that always give empty text, because they are not known here. */
    public List<String> unknownNames() {
        return pieces.stream().filter(piece -> piece instanceof Fact fact && fact.variable().isEmpty()).map(piece -> ((Fact) piece).name()).toList();
    }

    /** The highest {@code $n}, or -1. */
    public int highestReference() {
        return pieces.stream().mapToInt(piece -> piece instanceof Text text ? text.template().highestReference() : -1).max().orElse(-1);
    }

    /** The value of a format without back-references. */
    String render(FieldContext context) {
        return render(context, null, "");
    }

    /** The value with the captures of {@code match}, which was found in {@code subject}. */
    String render(FieldContext context, Matcher match, String subject) {
        StringBuilder value = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Text text) text.template().write(match, (start, end, out) -> out.append(subject, start, end), value);
            else if (piece instanceof Variable variable) value.append(oneLine(orEmpty(context.environment().get(variable.name()))));
            else if (piece instanceof Fact fact) value.append(oneLine(fact.variable().map(known -> known.of(context.request())).orElse("")));
            else if (piece instanceof Expression expression) value.append(oneLine(expression.text().value(new Evaluation(context.request()))));
            else value.append(piece == Clock.RECEIVED ? "t=" + context.receivedMicros() : "D=" + context.elapsedMicros().getAsLong());
        }
        return value.toString();
    }

    /** As in httpd, the lines of a certificate are joined. */
    private static String oneLine(String value) {
        return value.indexOf('\n') < 0 ? value : value.replace('\n', ' ');
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
