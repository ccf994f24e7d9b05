package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.target.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * The value of a {@code Header} or {@code RequestHeader} line: text, {@code %t}, {@code %D}, {@code %{NAME}e}, {@code %{NAME}s}, and in
 * the replacement of an edit {@code $0} to {@code $9}. What a variable holds is text, whatever it looks like.
 */
public record FieldFormat(List<Piece> pieces) {

    /** What httpd writes where there is nothing. */
    private static final String NOTHING = "(null)";

    /** A part of a value. */
    sealed interface Piece permits Text, Variable, Tls, Clock { }

    record Text(Template template) implements Piece { }

    record Variable(String name) implements Piece { }

    record Tls(String name) implements Piece { }

    enum Clock implements Piece { RECEIVED, ELAPSED }

    public FieldFormat {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a value.
     *
     * @param text       a byte string
     * @param references whether {@code $} and a digit stands for a capture
     * @throws BadFormat if a specifier is unknown, or the text holds a line end
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
                int specifier = specifierAt(text, i);
                pieces.add(piece(text, i, specifier));
                i = specifier;
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
            default -> throw new BadFormat(backslash, "a field cannot hold a line end", "write \\\\ for a backslash");
        };
    }

    /** Where the letter of the specifier stands whose {@code %} is at {@code percent}. */
    private static int specifierAt(String text, int percent) throws BadFormat {
        if (text.charAt(percent + 1) != '{') return percent + 1;
        int close = text.indexOf('}', percent);
        if (close < 0) throw new BadFormat(percent, "%{ is never closed", "write %{NAME}e, or %% for a percent sign");
        return close + 1;
    }

    private static Piece piece(String text, int percent, int specifier) throws BadFormat {
        String name = specifier > percent + 1 ? text.substring(percent + 2, specifier - 1) : "";
        char letter = specifier < text.length() ? text.charAt(specifier) : 0;
        return switch (letter) {
            case 't' -> Clock.RECEIVED;
            case 'D' -> Clock.ELAPSED;
            case 'e' -> new Variable(name);
            case 's' -> new Tls(name);
            default -> throw new BadFormat(percent, "unknown format " + Bytes.toText(text.substring(percent, Math.min(specifier + 1, text.length()))),
                    "there are %t, %D, %{NAME}e and %{NAME}s; write %% for a percent sign");
        };
    }

    /** The names of {@code %{NAME}s} that are never anything but {@code (null)}: what is known of TLS is only whether it is there. */
    public List<String> unknownTlsNames() {
        return pieces.stream().filter(Tls.class::isInstance).map(piece -> ((Tls) piece).name()).filter(name -> !name.equalsIgnoreCase("HTTPS")).toList();
    }

    /** The highest {@code $n}, or -1. */
    public int highestReference() {
        return pieces.stream().mapToInt(piece -> piece instanceof Text text ? text.template().highestReference() : -1).max().orElse(-1);
    }

    /** The value, where there are no references. */
    String render(FieldContext context) {
        return render(context, null, "");
    }

    /** The value with the captures of {@code match}, which was found in {@code looked}. */
    String render(FieldContext context, Matcher match, String looked) {
        StringBuilder value = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Text text) text.template().write(match, (start, end, out) -> out.append(looked, start, end), value);
            else if (piece instanceof Variable variable) value.append(orNothing(context.environment().get(variable.name())));
            else if (piece instanceof Tls tls) value.append(tls.name().equalsIgnoreCase("HTTPS") ? onOff(context) : NOTHING);
            else value.append(piece == Clock.RECEIVED ? "t=" + context.receivedMicros() : "D=" + context.elapsedMicros().getAsLong());
        }
        return value.toString();
    }

    private static String orNothing(String value) {
        return value == null ? NOTHING : value;
    }

    private static String onOff(FieldContext context) {
        return context.request().scheme().equals("https") ? "on" : "off";
    }
}
