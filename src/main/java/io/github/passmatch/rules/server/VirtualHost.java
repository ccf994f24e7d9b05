package io.github.passmatch.rules.server;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A {@code <VirtualHost>}: which requests are for it.
 *
 * @param site  what it says, with what it inherits
 * @param ports those behind its addresses; empty: every port
 * @param names {@code ServerName} and {@code ServerAlias}, in which {@code *} and {@code ?} stand for any text and any character
 */
public record VirtualHost(ServerConfig site, List<OptionalInt> ports, List<String> names) {

    public VirtualHost {
        Objects.requireNonNull(site, "site");
        ports = List.copyOf(ports);
        names = List.copyOf(names);
    }

    /** Whether it is for what comes in on every port. */
    boolean listensOnAll() {
        return ports.isEmpty() || ports.stream().anyMatch(OptionalInt::isEmpty);
    }

    /** Whether it is for what comes in on {@code port}. */
    boolean listensOn(int port) {
        return listensOnAll() || ports.contains(OptionalInt.of(port));
    }
}
