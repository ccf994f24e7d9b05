package io.github.passmatch.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expression of a {@code ProxyPassMatch}: httpd's dialect (PCRE2, unanchored, dot matches newline, {@code $}
 * only at the very end), with bounded work. Compared by its text.
 */
public final class PathRegex implements PathPattern {

    /**
     * Characters one match may look at. PCRE2's own default allows ten million steps; a path that needs more than this
     * many is an attack on a nested quantifier, and the bound is reached within some ten milliseconds.
     */
    static final int MAX_STEPS = 1_000_000;

    private final String text;
    private final Pattern pattern;

    private PathRegex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Compiles a regular expression in httpd's dialect.
     *
     * @param regex a byte string
     * @throws PatternSyntaxException if it is not one, or uses what Java's engine lacks (recursion, conditions, {@code \K})
     */
    public static PathRegex compile(String regex) {
        Pattern pattern = Pattern.compile(PcreDialect.toJava(regex), Pattern.DOTALL | Pattern.UNIX_LINES);
        return new PathRegex(Bytes.toText(regex), pattern);
    }

    @Override
    public String text() {
        return text;
    }

    /** How many capturing groups there are; {@code $1} to {@code $n} refer to them. */
    public int groups() {
        return pattern.matcher("").groupCount();
    }

    /**
     * Searches {@code path}.
     *
     * @return the match found, or null
     * @throws TooMuchWork if the search was given up
     */
    Matcher find(String path) throws TooMuchWork {
        Matcher matcher = pattern.matcher(new BoundedText(path, MAX_STEPS));
        try {
            return matcher.find() ? matcher : null;
        } catch (StepsExhausted | StackOverflowError e) {
            throw new TooMuchWork();
        }
    }

    /** Whether this expression matches {@code path}; false too where the search was given up. */
    public boolean matches(String path) {
        try {
            return find(path) != null;
        } catch (TooMuchWork e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathRegex regex && regex.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The search took more steps, or more stack, than one request may. */
    static final class TooMuchWork extends Exception {
        private static final long serialVersionUID = 1L;

        TooMuchWork() {
            super("the regular expression needs too many steps for this path", null, false, false);
        }
    }

    private static final class StepsExhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepsExhausted() {
            super("steps exhausted", null, false, false);
        }
    }

    /** Counts how often the engine looks at a character; backtracking cannot do without. */
    private static final class BoundedText implements CharSequence {
        private final String text;
        private int stepsLeft;

        BoundedText(String text, int steps) {
            this.text = text;
            this.stepsLeft = steps;
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) throw new StepsExhausted();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
