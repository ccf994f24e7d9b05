package io.github.passmatch.rules;

import java.util.Locale;
import java.util.Objects;

/**
 * Scheme, host and port of an upstream.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   lower case; an IPv6 address without its brackets
 * @param port   1 to 65535; the scheme's own where the URL has none
 */
public record Authority(String scheme, String host, int port) {

    public Authority {
        Objects.requireNonNull(scheme, "scheme");
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty()) throw new IllegalArgumentException("the host is empty");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("the port must be 1 to 65535, was " + port);
    }

    /** The port a URL of {@code scheme} means when it names none. */
    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** The value of the upstream's {@code Host} field: the port is left out where it is the scheme's own. */
    public String hostField() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + hostField();
    }
}
