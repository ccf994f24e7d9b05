package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Objects;
import java.util.Optional;

/**
 * Another proxy on the way to some upstreams.
 *
 * @param serves      tells from an upstream's URL
 * @param server      where it listens; plain http is spoken with it
 * @param credentials {@code user:password} for it; never printed
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
