package io.github.passmatch.rules.environment;

import java.net.InetAddress;
import java.util.Optional;

/** Looks up the names of clients in DNS. A look-up may wait for seconds. Safe for concurrent use. */
public interface ClientNames {

    /** The name of {@code address} whose addresses contain {@code address}; empty if there is none or if the look-up fails. */
    Optional<String> nameOf(InetAddress address);

    /** Whether {@code address} is one of the addresses of {@code name}; false if the look-up fails. */
    boolean hasAddress(String name, InetAddress address);
}
