package io.github.passmatch.config.text;

import java.util.Locale;

/** Converts the shell patterns of {@code <Location>} and {@code <Proxy>} to regular expressions: {@code *}, {@code ?} and {@code [a-z]}. */
public final class Wildcards {

    private Wildcards() { }

    /** Whether a text contains a wildcard, so that httpd reads it as a pattern. */
    public static boolean isPattern(String text) {
        return text.matches(".*[*?\\[].*");
    }

    /** The equivalent regular expression for the complete text. In a path, wildcards do not match a slash; in a URL, they do. */
    public static String regex(String pattern, boolean crossesSlash) {
        StringBuilder regex = new StringBuilder("^");
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 1) : -1;
            if (c == '*') regex.append(crossesSlash ? ".*" : "[^/]*");
            else if (c == '?') regex.append(crossesSlash ? "." : "[^/]");
            else if (close > 0) regex.append('[').append(pattern, i + 1, close).append(']');
            else regex.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
            if (close > 0) i = close;
        }
        return regex.append('$').toString();
    }

    /** The URL of a {@code <Proxy>} in the form of mapped URLs: scheme and host in lower case, without the default port of the scheme. */
    public static String normalUrl(String url) {
        int authority = url.indexOf("://");
        if (authority < 0) return url;
        int slash = url.indexOf('/', authority + 3);
        int end = slash < 0 ? url.length() : slash;
        String origin = url.substring(0, end).toLowerCase(Locale.ROOT);
        String port = origin.startsWith("https") ? ":443" : ":80";
        return (origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin) + url.substring(end);
    }
}
