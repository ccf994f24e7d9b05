package io.github.passmatch.rules.match;

import io.github.passmatch.rules.regex.Pcre;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;

/** The regular expression of a {@code ProxyPassMatch}. Equal if the text is equal. */
public record PathRegex(Pcre regex) implements PathPattern {

    /**
     * Compiles a regular expression in the syntax of httpd (PCRE2).
     *
     * @param regex a byte string
     * @throws PatternSyntaxException as {@link Pcre#compile} does
     */
    public static PathRegex compile(String regex) {
        return new PathRegex(Pcre.compile(regex));
    }

    @Override
    public String text() {
        return regex.text();
    }

    @Override
    public String literalStart() {
        return regex.literalStart();
    }

    /** The number of capturing groups; {@code $1} to {@code $n} refer to them. */
    public int groups() {
        return regex.groups();
    }

    /**
     * Searches {@code path}.
     *
     * @return the match found, or null
     * @throws Pcre.TooMuchWork if the search was stopped
     */
    Matcher find(String path) throws Pcre.TooMuchWork {
        return regex.find(path);
    }

    /** Whether this expression matches {@code path}; false also if the search was stopped. */
    public boolean matches(String path) {
        return regex.matches(path);
    }

    /** Whether a search in {@code path} needs too many steps. */
    public boolean needsTooManySteps(String path) {
        try {
            regex.find(path);
            return false;
        } catch (Pcre.TooMuchWork e) {
            return true;
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
