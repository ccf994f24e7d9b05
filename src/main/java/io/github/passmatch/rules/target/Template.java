package io.github.passmatch.rules.target;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A part of a target URL: literal text and back-references ({@code $0} to {@code $9}).
 * Literals are escaped when the rule is read, captures when they are inserted.
 */
public record Template(List<Piece> pieces) {

    sealed interface Piece permits Literal, Reference { }

    record Literal(String text) implements Piece { }

    record Reference(int group) implements Piece { }

    public Template {
        pieces = List.copyOf(pieces);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    boolean hasReferences() {
        return pieces.stream().anyMatch(Reference.class::isInstance);
    }

    public int highestReference() {
        return pieces.stream().mapToInt(piece -> piece instanceof Reference r ? r.group() : -1).max().orElse(-1);
    }

    /** The text of a template without references. */
    public String literal() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) text.append(((Literal) piece).text());
        return text.toString();
    }

    /** The template as text with {@code $n} for back-references, for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Literal literal) text.append(literal.text());
            else text.append('$').append(((Reference) piece).group());
        }
        return text.toString();
    }

    /** A template with only {@code text}, without back-references. */
    public static Template literal(String text) {
        return text.isEmpty() ? new Template(List.of()) : new Template(List.of(new Literal(text)));
    }

    /** Reads {@code text} as httpd reads a replacement: {@code $} and a digit is a back-reference, a backslash makes the next character literal. */
    public static Template ofText(String text) {
        Builder template = new Builder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean more = i + 1 < text.length();
            if (c == '$' && more && text.charAt(i + 1) >= '0' && text.charAt(i + 1) <= '9') template.reference(text.charAt(++i) - '0');
            else template.literal(c == '\\' && more ? text.charAt(++i) : c);
        }
        return template.build();
    }

    /** Writes the template with the captures of {@code match}; a group that did not match, and each group without match, is empty text. */
    public void write(Matcher match, CaptureWriter captures, StringBuilder out) {
        for (Piece piece : pieces) {
            if (piece instanceof Literal literal) {
                out.append(literal.text());
            } else {
                int group = ((Reference) piece).group();
                if (match != null && group <= match.groupCount() && match.start(group) >= 0) captures.write(match.start(group), match.end(group), out);
            }
        }
    }

    /** Writes the characters from {@code start} to {@code end} of the matched text, escaped as the part of the URL requires. */
    @FunctionalInterface
    public interface CaptureWriter {
        void write(int start, int end, StringBuilder out);
    }

    /** Collects pieces; adjacent literals are joined. */
    static final class Builder {
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        void literal(char c) {
            literal.append(c);
        }

        void escaped(char c) {
            Bytes.escapeInPath(c, literal);
        }

        void reference(int group) {
            endLiteral();
            pieces.add(new Reference(group));
        }

        boolean isEmpty() {
            return pieces.isEmpty() && literal.isEmpty();
        }

        Template build() {
            endLiteral();
            return new Template(pieces);
        }

        private void endLiteral() {
            if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
