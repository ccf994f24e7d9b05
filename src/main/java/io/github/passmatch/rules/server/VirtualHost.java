package io.github.passmatch.rules.server;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@code <VirtualHost>} with its ports and names.
 *
 * @param server  the settings of the host, including inherited settings
 * @param addresses on which the host accepts requests; none: every address and port
 * @param names {@code ServerName} and {@code ServerAlias}, in which {@code *} matches any text and {@code ?} any character
 */
public record VirtualHost(ServerConfig server, List<Address> addresses, List<String> names) {

    public VirtualHost {
        Objects.requireNonNull(server, "server");
        addresses = List.copyOf(addresses);
        names = List.copyOf(names);
    }

    private static final int HTTPS_PORT = 443;

    /**
     * An address in the header of a {@code <VirtualHost>}.
     *
     * @param ip   in the canonical form; empty: every address of the machine
     * @param port empty: every port
     */
    public record Address(Optional<String> ip, OptionalInt port) { }

    /** The ports of the addresses; none: every port. */
    public List<OptionalInt> ports() {
        return addresses.stream().map(Address::port).toList();
    }

    /** The IP addresses; none: every address. */
    Set<String> ips() {
        return addresses.isEmpty() || addresses.stream().anyMatch(address -> address.ip().isEmpty()) ? Set.of() : addresses.stream().map(address -> address.ip().get()).collect(Collectors.toSet());
    }

    /** @param ip null: hosts for every address of the machine */
    boolean accepts(String ip, OptionalInt port) {
        if (addresses.isEmpty()) return ip == null;
        return addresses.stream().anyMatch(address -> Objects.equals(address.ip().orElse(null), ip) && (address.port().isEmpty() || address.port().equals(port)));
    }

    /** Whether the host is for clients that use TLS, by its port or by the scheme of its name. */
    boolean isForHttps() {
        return ports().contains(OptionalInt.of(HTTPS_PORT)) || server.settings().serverScheme().filter("https"::equals).isPresent();
    }

    /** Whether the host forwards or redirects requests. */
    boolean hasWork() {
        return server.hasWork();
    }

    /** Whether the host accepts requests on every port. */
    boolean listensOnAll() {
        return addresses.isEmpty() || ports().stream().anyMatch(OptionalInt::isEmpty);
    }
}
