package io.github.passmatch.rules.regex;

import io.github.passmatch.rules.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in the syntax of httpd (PCRE2, unanchored, dot matches newline, {@code $} only at the very end), with bounded
 * work. Works on byte strings. Equal if text and case sensitivity are equal.
 */
public final class Pcre {

    /**
     * Maximum number of characters that one search may read. The default of PCRE2 allows ten million steps; a text that needs more than this
     * number is an attack on a nested quantifier, and the limit is reached within some ten milliseconds.
     */
    public static final int MAX_STEPS = 1_000_000;

    private final String text;
    private final Pattern pattern;
    private final boolean ignoreCase;

    private Pcre(String text, Pattern pattern, boolean ignoreCase) {
        this.text = text;
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /**
     * Compiles a regular expression.
     *
     * @param regex a byte string
     * @throws PatternSyntaxException if the expression is invalid, or uses a feature that Java does not have (recursion, conditions, {@code \K})
     */
    public static Pcre compile(String regex) {
        return compile(regex, false);
    }

    /** As {@link #compile(String)}; with {@code ignoreCase} the case of ASCII letters is ignored. */
    public static Pcre compile(String regex, boolean ignoreCase) {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE : 0;
        return new Pcre(Bytes.toText(regex), Pattern.compile(PcreDialect.toJava(regex, ignoreCase), Pattern.DOTALL | Pattern.UNIX_LINES | flags), ignoreCase);
    }

    /** The expression as written, for messages. */
    public String text() {
        return text;
    }

    /** A literal text with which every matching text begins; empty if unknown; a byte string. */
    public String literalStart() {
        return ignoreCase ? "" : LiteralStart.of(pattern.pattern());
    }

    /** The number of capturing groups; {@code $1} to {@code $n} refer to them. */
    public int groups() {
        return pattern.matcher("").groupCount();
    }

    /**
     * Searches {@code subject}.
     *
     * @return the match found, or null
     * @throws TooMuchWork if the search was stopped
     */
    public Matcher find(String subject) throws TooMuchWork {
        return find(subject, new Steps(MAX_STEPS));
    }

    /** As {@link #find(String)}, with a limit shared by several searches. */
    public Matcher find(String subject, Steps steps) throws TooMuchWork {
        Matcher matcher = pattern.matcher(new BoundedText(subject, steps));
        try {
            return matcher.find() ? matcher : null;
        } catch (StepsExhausted | StackOverflowError e) {
            throw new TooMuchWork();
        }
    }

    /** Whether this expression matches in {@code subject}; false also if the search was stopped. */
    public boolean matches(String subject) {
        try {
            return find(subject) != null;
        } catch (TooMuchWork e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pcre regex && regex.text.equals(text) && regex.ignoreCase == ignoreCase;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Counts how many characters may still be read. */
    public static final class Steps {
        private int left;

        public Steps(int left) {
            this.left = left;
        }

        void take() {
            if (--left < 0) throw new StepsExhausted();
        }
    }

    /** Thrown if a search needs more steps, or more stack, than allowed for one request. */
    public static final class TooMuchWork extends Exception {
        private static final long serialVersionUID = 1L;

        TooMuchWork() {
            super("the regular expression needs too many steps for this text", null, false, false);
        }
    }

    private static final class StepsExhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepsExhausted() {
            super("steps exhausted", null, false, false);
        }
    }

    /** Counts how often the engine reads a character; every backtracking step reads at least one. */
    private record BoundedText(String text, Steps steps) implements CharSequence {

        @Override
        public char charAt(int index) {
            steps.take();
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
