package io.github.passmatch.rules.target;

import java.util.Objects;

/**
 * The target of one request: authority, path and query.
 *
 * @param authority    scheme, host and port of the upstream
 * @param pathAndQuery the request target (RFC 9112 §3.2.1), a byte string without spaces or control characters
 */
public record UpstreamTarget(Authority authority, String pathAndQuery) {

    public UpstreamTarget {
        Objects.requireNonNull(authority, "authority");
        if (pathAndQuery.isEmpty() || pathAndQuery.charAt(0) != '/') throw new IllegalArgumentException("not a path: " + pathAndQuery);
    }

    /** The URL for a request to a remote proxy, which does not know {@code ws://}. Only without TLS. */
    public String httpUrl() {
        return "http://" + authority.hostField() + pathAndQuery;
    }

    @Override
    public String toString() {
        return authority + pathAndQuery;
    }
}
