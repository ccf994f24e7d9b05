package io.github.passmatch.upstream.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.connect.AddressCache;
import io.github.passmatch.upstream.connect.Connector;
import io.github.passmatch.upstream.connect.RemoteTunnel;
import io.github.passmatch.upstream.connect.TlsClient;
import io.github.passmatch.upstream.request.ConnectionRoute;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What is checked, and the way there: the same as for requests to the member. */
final class CheckTarget {

    private final HealthCheck check;
    private final Duration connectTimeout;
    private final ConnectionRoute route;
    private final Connector connector;

    /** @param clock nanoseconds */
    CheckTarget(Member member, HealthCheck check, LongSupplier clock) {
        ConnectionSettings settings = member.connections();
        this.check = check;
        this.connectTimeout = settings.connectTimeout();
        this.route = route(member.at(""), check, settings.egress());
        this.connector = new Connector(settings, new AddressCache(settings.addressTtl(), clock), route.tlsName().isEmpty() ? null : new TlsClient(settings.tls()));
    }

    /** As in httpd, a TCP connect is no TLS handshake. */
    private static ConnectionRoute route(UpstreamTarget target, HealthCheck check, Egress egress) {
        ConnectionRoute ofRequests = ConnectionRoute.of(target, egress);
        return check.method().asks() ? ofRequests : new ConnectionRoute(ofRequests.authority(), "", ofRequests.remote());
    }

    HealthCheck check() {
        return check;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    ConnectionRoute route() {
        return route;
    }

    Connector connector() {
        return connector;
    }

    /** Whether the connection is plain TCP, so that selector threads can read from it. */
    boolean isPlain() {
        return route.tlsName().isEmpty() && route.authority().socket().isEmpty();
    }

    byte[] request() {
        List<Field> login = route.wantsWholeUrl() ? RemoteTunnel.authorization(route.remote().orElseThrow()).map(value -> new Field("Proxy-Authorization", value)).stream().toList() : List.of();
        return check.request(route.authority(), route.wantsWholeUrl(), login).getBytes(ISO_8859_1);
    }
}
