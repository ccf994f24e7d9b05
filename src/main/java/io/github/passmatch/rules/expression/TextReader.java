package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.environment.RequestVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the texts of an expression from a position on: quoted texts, variables, groups. */
final class TextReader {

    private final String source;
    private final boolean ofResponse;
    private int at;

    /** @param ofResponse whether the text may depend on the response of a health check */
    TextReader(String source, int at, boolean ofResponse) {
        this.source = source;
        this.at = at;
        this.ofResponse = ofResponse;
    }

    /** The position after the text that was read last. */
    int at() {
        return at;
    }

    /** Reads up to the end of the source. */
    ExpressionText toEnd() throws BadExpression {
        return until('\0');
    }

    /** Reads a text whose opening quotation mark is at the position. */
    ExpressionText quoted() throws BadExpression {
        int start = at;
        char quote = source.charAt(at++);
        ExpressionText text = until(quote);
        if (at >= source.length()) throw new BadExpression(start, "this quote is never closed", "");
        at++;
        return text;
    }

    /** Reads up to {@code end}, which is not taken. */
    private ExpressionText until(char end) throws BadExpression {
        List<ExpressionText> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (at < source.length() && !(end != 0 && source.charAt(at) == end)) {
            char c = source.charAt(at);
            boolean more = at + 1 < source.length();
            if (source.startsWith("%{", at)) {
                endLiteral(plain, parts);
                parts.add(variable());
            } else if (c == '$' && more && isDigit(source.charAt(at + 1))) {
                endLiteral(plain, parts);
                parts.add(group());
            } else if (c == '\\' && more) {
                plain.append(escaped(source.charAt(at + 1)));
                at += 2;
            } else {
                plain.append(c);
                at++;
            }
        }
        endLiteral(plain, parts);
        return parts.size() == 1 ? parts.get(0) : new ExpressionText.Joined(parts);
    }

    private static void endLiteral(StringBuilder plain, List<ExpressionText> parts) {
        if (!plain.isEmpty()) parts.add(new ExpressionText.Literal(plain.toString()));
        plain.setLength(0);
    }

    private char escaped(char c) throws BadExpression {
        if (c == 'n' || c == 'r') throw new BadExpression(at, "a text cannot contain a line end", "");
        return c == 't' ? '\t' : c;
    }

    /** Reads {@code $n}. */
    ExpressionText group() {
        at += 2;
        return new ExpressionText.Group(source.charAt(at - 1) - '0');
    }

    /** Reads {@code %{NAME}} or {@code %{function:text}}. */
    ExpressionText variable() throws BadExpression {
        int start = at;
        at += 2;
        int nameStart = at;
        while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) at++;
        String name = source.substring(nameStart, at);
        if (source.startsWith("}", at)) {
            at++;
            return named(name, start);
        }
        if (!source.startsWith(":", at) || name.isEmpty()) throw new BadExpression(start, "%{ begins a variable, which needs a name and a }", "write %{NAME}, or %{HTTP:field} for a field of the request");
        at++;
        ExpressionText argument = until('}');
        if (at >= source.length()) throw new BadExpression(start, "%{ is never closed", "write } after the name");
        at++;
        return call(name, argument, ofResponse, start);
    }

    private ExpressionText named(String name, int start) throws BadExpression {
        if (ofResponse && name.equalsIgnoreCase("REQUEST_STATUS")) return new ExpressionText.Status();
        Optional<RequestVariable> variable = RequestVariable.of(name);
        if (variable.isPresent()) return new ExpressionText.Variable(variable.get());
        throw new BadExpression(start, "the variable " + name + " is not supported", "supported are the facts of the request, such as REMOTE_ADDR, HTTP_HOST and HTTP:field, and ENV:variable");
    }

    /** The call of the function {@code name}. */
    static ExpressionText call(String name, ExpressionText argument, boolean ofResponse, int start) throws BadExpression {
        if (ofResponse && name.equalsIgnoreCase("resp")) return new ExpressionText.ResponseField(argument);
        if (ofResponse && name.equalsIgnoreCase("hc")) return ofCheck(argument, start);
        Optional<ExpressionFunction> function = ExpressionFunction.of(name);
        if (function.isEmpty()) throw new BadExpression(start, "the function " + name + " is not supported", "");
        return new ExpressionText.Call(function.get(), argument);
    }

    private static ExpressionText ofCheck(ExpressionText argument, int start) throws BadExpression {
        if (argument instanceof ExpressionText.Literal literal && literal.text().equalsIgnoreCase("body")) return new ExpressionText.ResponseBody();
        throw new BadExpression(start, "the function hc has only the argument 'body'", "write hc('body')");
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
