package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.regex.Pcre;

/** What a section is chosen by. */
public sealed interface Selector {

    /** Whether it takes {@code subject}: a decoded path, or the URL that one was mapped to; a byte string. */
    boolean takes(String subject) throws Pcre.TooMuchWork;

    /** What every subject begins with that it takes, as far as that is known, if runs of slashes count as one; a byte string. */
    String literalStart();

    /**
     * {@code <Location /path>}.
     *
     * @param prefix what paths begin with, by whole segments
     */
    record OfPath(PathPrefix prefix) implements Selector {
        @Override
        public boolean takes(String path) {
            return prefix.endIn(path) >= 0;
        }

        @Override
        public String literalStart() {
            return prefix.literalStart();
        }
    }

    /**
     * {@code <Proxy url>}.
     *
     * @param start what URLs begin with, letter by letter, as in httpd
     */
    record OfUrl(String start) implements Selector {
        @Override
        public boolean takes(String url) {
            return url.startsWith(start);
        }

        @Override
        public String literalStart() {
            return start;
        }
    }

    /**
     * {@code <LocationMatch regex>}, {@code <ProxyMatch regex>}, and patterns with wildcards.
     *
     * @param regex is searched for
     */
    record Matching(Pcre regex) implements Selector {
        @Override
        public boolean takes(String subject) throws Pcre.TooMuchWork {
            return regex.find(subject) != null;
        }

        @Override
        public String literalStart() {
            return regex.literalStart();
        }
    }
}
