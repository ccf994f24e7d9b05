package io.github.passmatch.run.command;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import java.util.List;
import java.util.Optional;

/** Chooses the addresses and ports to listen on. */
final class ListenAddresses {

    private static final String ALL_IPV4 = "0.0.0.0";

    private ListenAddresses() { }

    /**
     * The lines with {@code host} and {@code port} of the command line in place of their own; without those that another line includes, which could not be bound as well.
     * {@code 0.0.0.0} and {@code ::} are all addresses together.
     */
    static List<Listen> of(List<Listen> lines, Optional<String> host, Optional<Integer> port) {
        List<Listen> replaced = lines.stream().map(line -> new Listen(host.or(line::address).filter(address -> !address.equals("::")), port.orElse(line.port()))).distinct().toList();
        return replaced.stream().filter(line -> replaced.stream().noneMatch(other -> !other.equals(line) && includes(other, line))).toList();
    }

    private static boolean includes(Listen outer, Listen inner) {
        if (outer.port() != inner.port()) return false;
        return outer.address().isEmpty() || outer.address().get().equals(ALL_IPV4) && inner.address().filter(address -> !address.contains(":")).isPresent();
    }
}
