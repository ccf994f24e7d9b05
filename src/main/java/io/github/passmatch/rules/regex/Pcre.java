package io.github.passmatch.rules.regex;

import io.github.passmatch.rules.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression in httpd's dialect (PCRE2, unanchored, dot matches newline, {@code $} only at the very end), with bounded
 * work. Works on byte strings. Compared by its text.
 */
public final class Pcre {

    /**
     * Characters one search may look at. PCRE2's own default allows ten million steps; a text that needs more than this
     * many is an attack on a nested quantifier, and the bound is reached within some ten milliseconds.
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
     * @throws PatternSyntaxException if it is not one, or uses what Java's engine lacks (recursion, conditions, {@code \K})
     */
    public static Pcre compile(String regex) {
        return compile(regex, false);
    }

    /** As {@link #compile(String)}; with {@code ignoreCase} the case of ASCII letters does not count. */
    public static Pcre compile(String regex, boolean ignoreCase) {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE : 0;
        return new Pcre(Bytes.toText(regex), Pattern.compile(PcreDialect.toJava(regex, ignoreCase), Pattern.DOTALL | Pattern.UNIX_LINES | flags), ignoreCase);
    }

    /** As written, for people to read. */
    public String text() {
        return text;
    }

    /** What every text begins with that it is found in, as far as that can be told; a byte string. */
    public String literalStart() {
        return ignoreCase ? "" : LiteralStart.of(pattern.pattern());
    }

    /** How many capturing groups there are; {@code $1} to {@code $n} refer to them. */
    public int groups() {
        return pattern.matcher("").groupCount();
    }

    /**
     * Searches {@code subject}.
     *
     * @return the match found, or null
     * @throws TooMuchWork if the search was given up
     */
    public Matcher find(String subject) throws TooMuchWork {
        return find(subject, new Steps(MAX_STEPS));
    }

    /** As {@link #find(String)}, with an allowance that several searches share. */
    public Matcher find(String subject, Steps steps) throws TooMuchWork {
        Matcher matcher = pattern.matcher(new BoundedText(subject, steps));
        try {
            return matcher.find() ? matcher : null;
        } catch (StepsExhausted | StackOverflowError e) {
            throw new TooMuchWork();
        }
    }

    /** Whether this expression is found in {@code subject}; false too where the search was given up. */
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

    /** How many characters may still be looked at. */
    public static final class Steps {
        private int left;

        public Steps(int left) {
            this.left = left;
        }

        void take() {
            if (--left < 0) throw new StepsExhausted();
        }
    }

    /** A search took more steps, or more stack, than one request may. */
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

    /** Counts how often the engine looks at a character; backtracking cannot do without. */
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
