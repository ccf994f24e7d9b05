package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Objects;
import java.util.Optional;

/**
 * Another proxy by which some upstreams are reached.
 *
 * @param serves      the upstream URLs for which the proxy is used
 * @param server      address of the proxy; the connection to the proxy is plain http
 * @param credentials {@code user:password} for the proxy; never printed
 */
public record RemoteProxy(ServedUrls serves, Authority server, Optional<String> credentials) {

    public RemoteProxy {
        Objects.requireNonNull(serves, "serves");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(credentials, "credentials");
    }

    boolean serves(UpstreamTarget target) {
        return serves.include(target.toString());
    }

    @Override
    public String toString() {
        return "remote proxy " + server;
    }
}
