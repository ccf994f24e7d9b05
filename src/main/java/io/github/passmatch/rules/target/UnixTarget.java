package io.github.passmatch.rules.target;

import io.github.passmatch.rules.Bytes;
import java.util.Locale;
import java.util.Optional;

/** Reads the prefix {@code unix:/path/of/socket|} of a URL. The socket path is fixed when the rule is read and never depends on a request (CVE-2021-40438). */
final class UnixTarget {

    private static final String PREFIX = "unix:";
    /** The size of {@code sun_path} without the terminating zero. */
    private static final int MAX_LENGTH = 107;

    private UnixTarget() { }

    /** Reads a URL with or without the prefix. */
    static Target read(String text, boolean references) throws BadTarget {
        if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) return new TargetReader(text, Optional.empty(), text, references).read();
        int bar = text.indexOf('|');
        if (bar < 0) throw new BadTarget(0, "the URL must be absolute", "write unix:/path/of/socket|http://host/path");
        String socket = socket(text.substring(PREFIX.length(), bar), references);
        try {
            return new TargetReader(text, Optional.of(socket), withHost(text.substring(bar + 1)), references).read();
        } catch (BadTarget e) {
            throw e.shifted(bar + 1);
        }
    }

    private static String socket(String bytes, boolean references) throws BadTarget {
        if (!bytes.startsWith("/"))
            throw new BadTarget(PREFIX.length(), "the path of the unix socket must begin with a slash", "httpd looks for it in its DefaultRuntimeDir; write the whole path");
        if (references && bytes.matches(".*\\$[0-9].*"))
            throw new BadTarget(PREFIX.length() + bytes.indexOf('$'), "a back-reference cannot choose the unix socket", "write one rule for each socket");
        if (bytes.length() > MAX_LENGTH) throw new BadTarget(PREFIX.length(), "the path of a unix socket has at most " + MAX_LENGTH + " bytes", "");
        return Bytes.toText(bytes);
    }

    /** {@code http:} and {@code http://} mean localhost. */
    private static String withHost(String url) throws BadTarget {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.matches("(https?|wss?):(//)?")) return url.replaceFirst("(//)?$", "") + "//localhost";
        if (lower.matches("(?s)[a-z][a-z0-9+.-]*://.*")) return url;         // TargetReader checks the scheme
        if (!lower.matches("(?s)(https?|wss?):.*")) throw new BadTarget(0, "an invalid unix: URL", "http:// or https:// must follow the |");
        return url;
    }
}
