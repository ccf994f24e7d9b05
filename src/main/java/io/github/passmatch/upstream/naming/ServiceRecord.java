package io.github.passmatch.upstream.naming;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SRV record (RFC 2782).
 *
 * @param host with a dot at the end
 */
record ServiceRecord(int priority, int weight, int port, String host) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) (\\S+)");

    /** Reads {@code priority weight port host}; empty for a record without a server: its host is the root, or its port is 0. */
    static Optional<ServiceRecord> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || parts.group(4).equals(".")) return Optional.empty();
        int port = Integer.parseInt(parts.group(3));
        if (port < 1 || port > 65535) return Optional.empty();
        return Optional.of(new ServiceRecord(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), port, parts.group(4).endsWith(".") ? parts.group(4) : parts.group(4) + "."));
    }
}
