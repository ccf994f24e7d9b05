package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Locale;
import java.util.Optional;

/**
 * States where a connection leads. A kept connection serves only requests with an equal route.
 *
 * @param authority the upstream
 * @param tlsName   the name that the certificate must have and that SNI sends; empty without TLS
 * @param remote    the remote proxy in between, if any
 */
public record ConnectionRoute(Authority authority, String tlsName, Optional<RemoteProxy> remote) {

    public static ConnectionRoute of(UpstreamRequest request, Egress egress) {
        Authority authority = request.target().authority();
        boolean tls = authority.isTls();
        return new ConnectionRoute(authority, tls ? tlsName(request, authority) : "", egress.remoteFor(request.target(), request.clientHost()));
    }

    /** The way of a health check, to the name of the URL. */
    public static ConnectionRoute of(UpstreamTarget target, Egress egress) {
        Authority authority = target.authority();
        return new ConnectionRoute(authority, authority.isTls() ? withoutDot(authority.host()) : "", egress.remoteFor(target, Optional.empty()));
    }

    /**
     * The name in the {@code Host} field: with ProxyPreserveHost the name that the client sent, as in httpd. A dot at the end of a full name belongs to DNS; SNI (RFC 6066 §3) and
     * certificates do not have it.
     */
    private static String tlsName(UpstreamRequest request, Authority authority) {
        String name = withoutPort(request.fields().isEmpty() ? "" : request.fields().get(0).value());
        return withoutDot(name.isEmpty() ? authority.host() : name.toLowerCase(Locale.ROOT));
    }

    private static String withoutDot(String full) {
        return full.length() > 1 && full.endsWith(".") ? full.substring(0, full.length() - 1) : full;
    }

    /** The host of a {@code Host} field, without the brackets of an IPv6 address. */
    private static String withoutPort(String host) {
        if (host.startsWith("[") && host.indexOf(']') > 0) return host.substring(1, host.indexOf(']'));
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** Whether the request line must contain the whole URL, because a remote proxy reads it. */
    public boolean wantsWholeUrl() {
        return remote.isPresent() && tlsName.isEmpty();
    }
}
