package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.regex.Pcre;

/** Selects the paths or URLs to which a section applies. */
public sealed interface Selector {

    /** Whether {@code subject} matches: a decoded path, or the URL that the path was mapped to; a byte string. */
    boolean takes(String subject) throws Pcre.TooMuchWork;

    /** A literal text with which every matching subject begins, where consecutive slashes count as one; empty if unknown; a byte string. */
    String literalStart();

    /**
     * {@code <Location /path>}.
     *
     * @param prefix prefix of the paths, compared by whole segments
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
     * @param start prefix of the URLs, compared by characters, as in httpd
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
     * @param regex matches if found anywhere in the subject
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
