package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.rules.target.Authority;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a connection leads to. A kept one serves only requests for an equal route.
 *
 * @param authority the upstream
 * @param tlsName   as whom it must identify itself, and what it is told by SNI; empty without TLS
 * @param remote    the proxy on the way
 */
public record ConnectionRoute(Authority authority, String tlsName, Optional<RemoteProxy> remote) {

    public static ConnectionRoute of(UpstreamRequest request, Egress egress) {
        Authority authority = request.target().authority();
        boolean tls = authority.scheme().equals("https");
        return new ConnectionRoute(authority, tls ? tlsName(request, authority) : "", egress.remoteFor(request.target(), request.clientHost()));
    }

    /**
     * The name in the {@code Host} field: with ProxyPreserveHost the client's own, as in httpd. The dot that may end a full name belongs to DNS, neither to SNI (RFC 6066 §3) nor
     * to certificates.
     */
    private static String tlsName(UpstreamRequest request, Authority authority) {
        String name = withoutPort(request.fields().isEmpty() ? "" : request.fields().get(0).value());
        String full = name.isEmpty() ? authority.host() : name.toLowerCase(Locale.ROOT);
        return full.length() > 1 && full.endsWith(".") ? full.substring(0, full.length() - 1) : full;
    }

    /** The host of a {@code Host} field, without the brackets of an address. */
    private static String withoutPort(String host) {
        if (host.startsWith("[") && host.indexOf(']') > 0) return host.substring(1, host.indexOf(']'));
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether the request line must name the whole URL, because a proxy reads it. */
    public boolean wantsWholeUrl() {
        return remote.isPresent() && tlsName.isEmpty();
    }
}
