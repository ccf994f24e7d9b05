package io.github.passmatch.rules.server;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A {@code <VirtualHost>} with its ports and names.
 *
 * @param server  the settings of the host, including inherited settings
 * @param ports the ports of its addresses; empty: every port
 * @param names {@code ServerName} and {@code ServerAlias}, in which {@code *} matches any text and {@code ?} any character
 */
public record VirtualHost(ServerConfig server, List<OptionalInt> ports, List<String> names) {

    public VirtualHost {
        Objects.requireNonNull(server, "server");
        ports = List.copyOf(ports);
        names = List.copyOf(names);
    }

    private static final int HTTPS_PORT = 443;

    /** Whether the host is for clients that use TLS, by its port or by the scheme of its name. */
    boolean isForHttps() {
        return ports.contains(OptionalInt.of(HTTPS_PORT)) || server.settings().serverScheme().filter("https"::equals).isPresent();
    }

    /** Whether the host forwards or redirects requests. */
    boolean hasWork() {
        return server.hasWork();
    }

    /** Whether the host accepts requests on every port. */
    boolean listensOnAll() {
        return ports.isEmpty() || ports.stream().anyMatch(OptionalInt::isEmpty);
    }

    /** Whether the host accepts requests on {@code port}. */
    boolean listensOn(int port) {
        return listensOnAll() || ports.contains(OptionalInt.of(port));
    }
}
