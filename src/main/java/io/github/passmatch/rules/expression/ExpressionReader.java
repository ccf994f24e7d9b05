package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.environment.RequestVariable;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.IpAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads httpd's expressions. */
public final class ExpressionReader {

    /** Tests of httpd that are not supported: of files, of the access of subrequests, and with wildcards. */
    private static final List<String> UNSUPPORTED = List.of("-d", "-e", "-f", "-s", "-L", "-h", "-x", "-F", "-U", "-A", "-strmatch", "-strcmatch", "-fnmatch");
    /** A limit for nested parentheses and negations. */
    private static final int DEEPEST = 100;

    private final String source;
    private final boolean ofResponse;
    private int at;
    private int depth;

    private ExpressionReader(String source, boolean ofResponse) {
        this.source = source;
        this.ofResponse = ofResponse;
    }

    /** Reads a condition, a byte string. */
    public static Condition condition(String expression) throws BadExpression {
        return read(expression, false);
    }

    /** Reads a condition on the response of a health check, a byte string. */
    public static Condition ofResponse(String expression) throws BadExpression {
        return read(expression, true);
    }

    private static Condition read(String expression, boolean ofResponse) throws BadExpression {
        ExpressionReader reader = new ExpressionReader(expression, ofResponse);
        Condition condition = reader.or();
        if (reader.skipSpaces() < expression.length()) throw reader.unexpected("expected &&, || or the end");
        return condition;
    }

    /** Reads a text with variables, as after {@code expr=} in place of a value; a byte string. */
    public static ExpressionText text(String text) throws BadExpression {
        return new TextReader(text, 0, false).toEnd();
    }

    private Condition or() throws BadExpression {
        Condition left = and();
        while (takes("||") || takesWord("or")) left = new Condition.Or(left, and());
        return left;
    }

    private Condition and() throws BadExpression {
        Condition left = not();
        while (takes("&&") || takesWord("and")) left = new Condition.And(left, not());
        return left;
    }

    private Condition not() throws BadExpression {
        skipSpaces();
        boolean negated = !source.startsWith("!=", at) && !source.startsWith("!~", at) && takes("!") || takesWord("not");
        if (!negated) return simple();
        enter();
        Condition inner = not();
        depth--;
        return new Condition.Not(inner);
    }

    private void enter() throws BadExpression {
        if (++depth > DEEPEST) throw new BadExpression(at, "the expression is nested too deeply", "");
    }

    private Condition simple() throws BadExpression {
        if (takes("(")) {
            enter();
            Condition inner = or();
            if (!takes(")")) throw unexpected("expected )");
            depth--;
            return inner;
        }
        if (takesWord("true")) return new Condition.Constant(true);
        if (takesWord("false")) return new Condition.Constant(false);
        if (skipSpaces() < source.length() && source.charAt(at) == '-') return unary();
        return comparison(text());
    }

    private Condition unary() throws BadExpression {
        int start = at;
        String test = word();
        return switch (test) {
            case "-n" -> new Condition.HasText(text());
            case "-z" -> new Condition.Not(new Condition.HasText(text()));
            case "-T" -> new Condition.IsTrue(text());
            case "-R" -> new Condition.IsInNetwork(new ExpressionText.Variable(RequestVariable.Named.REMOTE_ADDR), network());
            default -> throw unsupported(test, start);
        };
    }

    private static BadExpression unsupported(String test, int start) {
        return new BadExpression(start, UNSUPPORTED.contains(test) ? "the test " + test + " is not supported" : "unknown test \"" + test + "\"", "");
    }

    private Condition comparison(ExpressionText left) throws BadExpression {
        int start = skipSpaces();
        String operator = word();
        String bare = operator.startsWith("-") ? operator.substring(1) : operator;
        Optional<Comparison> comparison = Comparison.of(operator);
        if (comparison.isPresent()) return new Condition.Compares(left, comparison.get(), text());
        return switch (bare) {
            case "=~" -> new Condition.Matches(left, regex());
            case "!~" -> new Condition.Not(new Condition.Matches(left, regex()));
            case "in" -> new Condition.IsOneOf(left, list());
            case "ipmatch" -> new Condition.IsInNetwork(left, network());
            case "" -> throw new BadExpression(start, "expected a comparison, such as == or =~", "write -n before a text to test that the text is not empty");
            default -> throw unsupported(operator.startsWith("-") ? operator : "-" + operator, start);
        };
    }

    /** A word of letters with an optional dash, or an operator of special characters. */
    private String word() {
        int start = skipSpaces();
        if (at < source.length() && source.charAt(at) == '-') at++;
        int letters = at;
        while (at < source.length() && Character.isLetter(source.charAt(at))) at++;
        if (at == letters) while (at < source.length() && "=!<>~".indexOf(source.charAt(at)) >= 0) at++;
        return source.substring(start, at);
    }

    /** One text, or several joined by dots. */
    private ExpressionText text() throws BadExpression {
        List<ExpressionText> parts = new ArrayList<>();
        do parts.add(part());
        while (takes("."));
        return parts.size() == 1 ? parts.get(0) : new ExpressionText.Joined(parts);
    }

    private ExpressionText part() throws BadExpression {
        int start = skipSpaces();
        TextReader reader = new TextReader(source, at, ofResponse);
        ExpressionText text;
        if (source.startsWith("%{", at)) text = reader.variable();
        else if (source.startsWith("\"", at) || source.startsWith("'", at)) text = reader.quoted();
        else if (at + 1 < source.length() && source.charAt(at) == '$' && TextReader.isDigit(source.charAt(at + 1))) text = reader.group();
        else if (at < source.length() && TextReader.isDigit(source.charAt(at))) return number();
        else return call(start);
        at = reader.at();
        return text;
    }

    private ExpressionText number() {
        int start = at;
        while (at < source.length() && TextReader.isDigit(source.charAt(at))) at++;
        return new ExpressionText.Literal(source.substring(start, at));
    }

    private ExpressionText call(int start) throws BadExpression {
        while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) at++;
        String name = source.substring(start, at);
        if (name.isEmpty() || !takes("(")) throw new BadExpression(start, "expected a text: %{NAME}, a function, or a word in quotes", name.isEmpty() ? "" : "write '" + name + "' in quotes");
        enter();
        ExpressionText argument = text();
        depth--;
        if (!takes(")")) throw unexpected("expected )");
        return TextReader.call(name, argument, ofResponse, start);
    }

    /** {@code /regex/flags} or {@code m#regex#flags} with any delimiter. */
    private Pcre regex() throws BadExpression {
        int start = skipSpaces();
        if (source.startsWith("m", at)) at++;
        if (at >= source.length() || Character.isLetterOrDigit(source.charAt(at)) || "'\"%".indexOf(source.charAt(at)) >= 0 && source.charAt(start) != 'm')
            throw new BadExpression(start, "expected a regular expression between slashes", "write /regex/, or m#regex# if the expression contains a slash");
        char delimiter = source.charAt(at++);
        int end = source.indexOf(delimiter, at);
        if (end < 0) throw new BadExpression(start, "the regular expression is never closed", "write " + delimiter + " after it");
        String regex = source.substring(at, end);
        int regexStart = at;
        at = end + 1;
        int flags = at;
        while (at < source.length() && Character.isLetter(source.charAt(at))) at++;
        String letters = source.substring(flags, at);
        if (!letters.matches("[i]*")) throw new BadExpression(flags, "the flag \"" + letters + "\" is not supported", "the flag i ignores case; write m# and # around an expression that contains a slash");
        try {
            return Pcre.compile(regex, !letters.isEmpty());
        } catch (PatternSyntaxException e) {
            throw new BadExpression(regexStart + Math.max(0, e.getIndex()), "the regular expression cannot be compiled: " + e.getDescription(), "");
        }
    }

    /** The addresses of {@code -R} and {@code -ipmatch}: {@code address} or {@code address/bits}. */
    private DirectHost.Network network() throws BadExpression {
        int start = skipSpaces();
        if (!(text() instanceof ExpressionText.Literal literal)) throw new BadExpression(start, "a network here is a constant text", "");
        String[] parts = literal.text().split("/", 2);
        Optional<InetAddress> address = IpAddress.parse(parts[0]);
        int longest = address.map(base -> base.getAddress().length * 8).orElse(0);
        int bits = parts.length == 1 ? longest : parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (address.isEmpty() || bits < 0 || bits > longest) throw new BadExpression(start, "\"" + literal.text() + "\" is not an address or a network", "write 10.0.0.0/8");
        return new DirectHost.Network(address.get(), bits);
    }

    private List<ExpressionText> list() throws BadExpression {
        if (!takes("{")) throw unexpected("expected { and a list of texts");
        List<ExpressionText> list = new ArrayList<>();
        do list.add(text());
        while (takes(","));
        if (!takes("}")) throw unexpected("expected , or }");
        return list;
    }

    private BadExpression unexpected(String message) {
        return new BadExpression(skipSpaces(), message, "");
    }

    private int skipSpaces() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) at++;
        return at;
    }

    private boolean takes(String text) {
        skipSpaces();
        if (!source.startsWith(text, at)) return false;
        at += text.length();
        return true;
    }

    /** As {@link #takes}, for a whole word in lower case that is no call of a function. */
    private boolean takesWord(String word) {
        skipSpaces();
        int end = at + word.length();
        boolean whole = source.startsWith(word, at) && (end == source.length() || !Character.isLetterOrDigit(source.charAt(end)) && source.charAt(end) != '_');
        if (whole) at = end;
        return whole;
    }
}
