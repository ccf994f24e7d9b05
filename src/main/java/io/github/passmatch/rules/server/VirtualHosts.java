package io.github.passmatch.rules.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the {@code <VirtualHost>} for a request as httpd does: of the hosts for the port, the first with a matching name, otherwise the
 * first. If no host is for the port, as in a container with another port, the port is ignored: of the hosts with the name, one for the scheme of the request that has rules or redirects
 * is preferred. Immutable.
 */
public final class VirtualHosts {

    private final List<VirtualHost> all;
    private final HostNames anyPort;
    private final HostNames ofOtherPorts;
    private final boolean noneForOtherPorts;
    private final HostNames forHttp;
    private final HostNames forHttps;
    private final Map<Integer, HostNames> ofPort;

    /** @param hosts in the order of the file */
    public VirtualHosts(List<VirtualHost> hosts) {
        all = List.copyOf(hosts);
        anyPort = new HostNames(all);
        ofOtherPorts = ofCandidates(all.stream().filter(VirtualHost::listensOnAll).toList());
        noneForOtherPorts = all.stream().noneMatch(VirtualHost::listensOnAll);
        forHttp = new HostNames(all.stream().filter(host -> host.hasWork() && !host.isForHttps()).toList());
        forHttps = new HostNames(all.stream().filter(host -> host.hasWork() && host.isForHttps()).toList());
        ofPort = all.stream().flatMap(host -> host.ports().stream()).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt).distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), port -> ofCandidates(all.stream().filter(host -> host.listensOn(port)).toList())));
    }

    private HostNames ofCandidates(List<VirtualHost> candidates) {
        return candidates.isEmpty() || candidates.size() == all.size() ? anyPort : new HostNames(candidates);
    }

    /** In the order of the file. */
    public List<VirtualHost> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether one of the hosts has exactly the name {@code name}, given in lower case and without port; wildcards do not count. */
    boolean hasExactName(String name) {
        return anyPort.hasExact(name);
    }

    /**
     * The virtual host for a request. Only if there is at least one.
     *
     * @param name   in lower case, without port
     * @param scheme {@code http} or {@code https}: the scheme of the client's connection
     */
    VirtualHost choose(String name, int port, String scheme) {
        HostNames candidates = ofPort.getOrDefault(port, ofOtherPorts);
        return noneForOtherPorts && !ofPort.containsKey(port) ? ofScheme(name, scheme) : candidates.choose(name);
    }

    private VirtualHost ofScheme(String name, String scheme) {
        boolean https = scheme.equals("https");
        Optional<VirtualHost> fitting = (https ? forHttps : forHttp).named(name);
        return fitting.or(() -> (https ? forHttp : forHttps).named(name)).orElseGet(() -> anyPort.choose(name));
    }
}
