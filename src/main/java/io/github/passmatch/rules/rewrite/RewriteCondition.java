package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.regex.Pcre;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code RewriteCond}.
 *
 * @param line    the directive with its arguments, for messages
 * @param input   the text that is tested; an expression does not use it
 * @param test    the test
 * @param negated {@code !}
 * @param orNext  {@code [OR]}
 */
public record RewriteCondition(String line, RewriteText input, Test test, boolean negated, boolean orNext) {

    public RewriteCondition {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(test, "test");
    }

    /** What is tested. */
    public sealed interface Test permits Regex, Comparison, Expression, FileTest { }

    /** The regular expression is found in the text. */
    public record Regex(Pcre pattern) implements Test { }

    /** The expression of httpd is true: {@code RewriteCond expr}. */
    public record Expression(Condition condition) implements Test { }

    /**
     * A test of a file.
     *
     * @param letter {@code f}: a file; {@code d}: a directory; {@code s}: a file that is not empty; {@code l}, {@code h} and {@code L}: a symbolic link
     */
    public record FileTest(char letter) implements Test {

        /** The letters. */
        public static final String LETTERS = "fdslhL";

        boolean holds(String name, FileLookup files) {
            if (!name.startsWith("/")) return false;
            return switch (letter) {
                case 'f' -> files.target(name) == FileLookup.Kind.FILE;
                case 'd' -> files.target(name) == FileLookup.Kind.DIRECTORY;
                case 's' -> files.target(name) == FileLookup.Kind.FILE && files.size(name) > 0;
                default -> files.kind(name) == FileLookup.Kind.LINK;
            };
        }
    }

    /**
     * A comparison with a fixed text.
     *
     * @param operator   one of {@code = < > <= >= -eq -ne -lt -le -gt -ge}
     * @param other      the text, or the number
     * @param ignoreCase {@code [NC]}
     */
    public record Comparison(String operator, String other, boolean ignoreCase) implements Test {

        private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?[0-9]{1,9}).*", Pattern.DOTALL);

        boolean holds(String input) {
            return switch (operator) {
                case "=" -> ignoreCase ? input.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT)) : input.equals(other);
                case "<" -> order(input) < 0;
                case ">" -> order(input) > 0;
                case "<=" -> order(input) <= 0;
                case ">=" -> order(input) >= 0;
                case "-eq" -> number(input) == number(other);
                case "-ne" -> number(input) != number(other);
                case "-lt" -> number(input) < number(other);
                case "-le" -> number(input) <= number(other);
                case "-gt" -> number(input) > number(other);
                default -> number(input) >= number(other);
            };
        }

        /** As in httpd: without {@code [NC]}, the longer text is greater. */
        private int order(String input) {
            if (ignoreCase) return input.toLowerCase(Locale.ROOT).compareTo(other.toLowerCase(Locale.ROOT));
            return input.length() == other.length() ? input.compareTo(other) : Integer.compare(input.length(), other.length());
        }

        /** The digits at the beginning as a number; 0 if there are none. */
        private static int number(String text) {
            Matcher number = NUMBER.matcher(text);
            return number.matches() ? Integer.parseInt(number.group(1)) : 0;
        }
    }

    /** Whether the condition is true; a regular expression that matches sets {@code %n}. */
    boolean holds(RewriteRun run) throws Pcre.TooMuchWork {
        if (test instanceof Expression expression) return expressionHolds(expression, run);
        String text = input.expand(run);
        boolean found;
        if (test instanceof Regex regex) {
            Matcher match = regex.pattern.find(text, run.steps());
            found = match != null;
            if (found && !negated) run.conditionMatched(match);
        } else if (test instanceof FileTest file) {
            found = file.holds(text, run.context().request().files().orElseThrow(FileLookup.NotHere::new));
        } else {
            found = ((Comparison) test).holds(text);
        }
        boolean holds = found != negated;
        run.trace(() -> "  " + line + ": \"" + Bytes.toText(text) + "\" " + (holds ? "true" : "false"));
        return holds;
    }

    private boolean expressionHolds(Expression expression, RewriteRun run) throws Pcre.TooMuchWork {
        Evaluation evaluation = run.evaluation();
        boolean holds = expression.condition.holds(evaluation);
        if (holds && evaluation.lastMatch() != null) run.conditionMatched(evaluation.lastMatch());      // without a match, the text of %n is undefined in httpd
        run.trace(() -> "  " + line + ": " + holds);
        return holds;
    }
}
