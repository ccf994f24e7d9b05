package io.github.passmatch.rules.connection;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The upstream URLs for which a remote proxy is used. A value: equal if read from the same text, so that
 * connections are kept when the same configuration is read again.
 */
public sealed interface ServedUrls {

    /** Whether the remote proxy is used for {@code url}. */
    boolean include(String url);

    /**
     * {@code ProxyRemote}.
     *
     * @param start prefix of the URLs, case-insensitive; empty: all URLs
     */
    record StartingWith(String start) implements ServedUrls {

        /** Reads the argument as httpd does: {@code *}, a scheme, or the beginning of a URL. */
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

    /** {@code ProxyRemoteMatch}: URLs in which a regular expression matches. */
    final class Matching implements ServedUrls {
        private final Pattern pattern;

        /** @throws PatternSyntaxException if the expression is invalid */
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
