package io.github.passmatch.rules.server;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The {@code <VirtualHost>}s of a configuration, and which of them a request is for, as httpd chooses it: of those for the port the first that has the name, else the
 * first. Where none is for the port, as behind a container's own, the port does not count. Immutable.
 */
public final class VirtualHosts {

    private final List<VirtualHost> all;
    private final HostNames whateverPort;
    private final HostNames ofOtherPorts;
    private final Map<Integer, HostNames> ofPort;

    /** @param hosts in the order of the file */
    public VirtualHosts(List<VirtualHost> hosts) {
        all = List.copyOf(hosts);
        whateverPort = new HostNames(all);
        ofOtherPorts = orAny(all.stream().filter(VirtualHost::listensOnAll).toList());
        ofPort = all.stream().flatMap(host -> host.ports().stream()).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt).distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), port -> orAny(all.stream().filter(host -> host.listensOn(port)).toList())));
    }

    private HostNames orAny(List<VirtualHost> candidates) {
        return candidates.isEmpty() || candidates.size() == all.size() ? whateverPort : new HostNames(candidates);
    }

    /** In the order of the file. */
    public List<VirtualHost> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether one of them is called {@code name}, which is in lower case and without port; patterns do not count. */
    boolean haveWholeName(String name) {
        return whateverPort.hasWhole(name);
    }

    /**
     * Of at least one, the one that a request is for.
     *
     * @param name in lower case, without port
     */
    VirtualHost choose(String name, int port) {
        return ofPort.getOrDefault(port, ofOtherPorts).choose(name);
    }
}
