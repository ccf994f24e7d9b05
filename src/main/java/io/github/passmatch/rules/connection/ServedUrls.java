package io.github.passmatch.rules.connection;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which upstreams a remote proxy leads to, told by their URLs. A value: two that were read from the same words are equal, so that
 * connections outlive a reading of the same lines again.
 */
public sealed interface ServedUrls {

    /** Whether {@code url} is among them. */
    boolean include(String url);

    /**
     * {@code ProxyRemote}.
     *
     * @param start what those URLs begin with, in any case; empty: all
     */
    record StartingWith(String start) implements ServedUrls {

        /** As httpd: {@code *}, a scheme, or the beginning of a URL. */
        public static StartingWith of(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.equals("*")) return new StartingWith("");
            return new StartingWith(lower.contains(":") ? lower : lower + "://");
        }

        @Override
        public boolean include(String url) {
            return url.regionMatches(true, 0, start, 0, start.length());
        }
    }

    /** {@code ProxyRemoteMatch}: those in which a regular expression is found. */
    final class Matching implements ServedUrls {
        private final Pattern pattern;

        /** @throws PatternSyntaxException if it is none */
        public Matching(String regex) {
            pattern = Pattern.compile(regex, Pattern.DOTALL);
        }

        @Override
        public boolean include(String url) {
            return pattern.matcher(url).find();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Matching matching && matching.pattern.pattern().equals(pattern.pattern());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }
    }
}
