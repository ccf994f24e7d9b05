package io.github.passmatch.rules.rewrite;

import java.util.List;

/** Recognises the URLs that mod_rewrite treats as absolute. */
final class AbsoluteUrl {

    /** With a query. */
    private static final List<String> WITH_QUERY = List.of("http://", "https://", "ws://", "wss://", "h2://", "h2c://", "ajp://", "balancer://", "ldap://", "uwsgi://", "mailto:");
    private static final List<String> WITHOUT_QUERY = List.of("ftp://", "fcgi://", "gopher://", "news:", "nntp://", "scgi://", "unix:");

    private AbsoluteUrl() { }

    /** The length of the scheme with its slashes; 0 if {@code url} is not absolute. */
    static int scheme(String url) {
        return Math.max(in(WITH_QUERY, url), in(WITHOUT_QUERY, url));
    }

    /** Whether the scheme is known and has no query. */
    static boolean hasNoQuery(String url) {
        return in(WITHOUT_QUERY, url) > 0;
    }

    private static int in(List<String> schemes, String url) {
        for (String scheme : schemes) if (url.regionMatches(true, 0, scheme, 0, scheme.length())) return scheme.length();
        return 0;
    }

    /** {@code url} with everything after the authority escaped. */
    static String escaped(String url) {
        int start = scheme(url);
        int end = start;
        if (start > 0 && url.charAt(start - 1) == '/') while (end < url.length() && url.charAt(end) != '/') end++;
        return url.substring(0, end) + escapedPath(url.substring(end));
    }

    static String escapedPath(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) Location.escape(path.charAt(i), out);
        return out.toString();
    }
}
