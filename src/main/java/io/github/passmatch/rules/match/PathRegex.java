package io.github.passmatch.rules.match;

import io.github.passmatch.rules.regex.Pcre;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;

/** The regular expression of a {@code ProxyPassMatch}. Compared by its text. */
public record PathRegex(Pcre regex) implements PathPattern {

    /**
     * Compiles a regular expression in httpd's dialect.
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

    /** How many capturing groups there are; {@code $1} to {@code $n} refer to them. */
    public int groups() {
        return regex.groups();
    }

    /**
     * Searches {@code path}.
     *
     * @return the match found, or null
     * @throws Pcre.TooMuchWork if the search was given up
     */
    Matcher find(String path) throws Pcre.TooMuchWork {
        return regex.find(path);
    }

    /** Whether this expression matches {@code path}; false too where the search was given up. */
    public boolean matches(String path) {
        return regex.matches(path);
    }

    /** Whether a search in {@code path} would be given up, because it takes too many steps. */
    public boolean givesUpOn(String path) {
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
