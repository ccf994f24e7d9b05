package io.github.passmatch.rules;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Another proxy on the way to some upstreams.
 *
 * @param serves      tells from an upstream's URL
 * @param server      where it listens; plain http is spoken with it
 * @param credentials {@code user:password} for it; never printed
 */
public record RemoteProxy(Predicate<String> serves, Authority server, Optional<String> credentials) {

    public RemoteProxy {
        Objects.requireNonNull(serves, "serves");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(credentials, "credentials");
    }

    boolean serves(UpstreamTarget target) {
        return serves.test(target.toString());
    }

    @Override
    public String toString() {
        return "remote proxy " + server;
    }
}
