package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes the value of the {@code Location} field of redirects. */
final class Location {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private Location() { }

    /** Whether {@code url} begins with a scheme. */
    static boolean isAbsolute(String url) {
        return SCHEME.matcher(url).matches();
    }

    /** Appends {@code b} as httpd escapes paths in redirects: with small hex digits. */
    static void escape(char b, StringBuilder out) {
        int start = out.length();
        Bytes.escapeInPath(b, out);
        if (out.length() > start + 1) out.replace(start, out.length(), out.substring(start).toLowerCase(Locale.ROOT));
    }

    /** {@code url} with spaces, control characters and bytes above 126 escaped: they are not allowed in a URL (RFC 3986 §2). */
    static String clean(String url) {
        StringBuilder out = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c > 126) escape(c, out);
            else out.append(c);
        }
        return out.toString();
    }
}
