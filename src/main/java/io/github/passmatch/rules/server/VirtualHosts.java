package io.github.passmatch.rules.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the {@code <VirtualHost>} for a request as httpd does: of the hosts for the port, the first with a matching name, otherwise the
 * first. If no host is for the port, as in a container with another port, the port is ignored: of the hosts with the name, one for the scheme of the request that has rules or redirects
 * is preferred. Immutable.
 */
public final class VirtualHosts {

    private static final int MOST_LISTED = 8;

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

    /** Which host answers which port: one line for each port that more than one host accepts; empty if no choice is to be made. */
    public List<String> answers() {
        List<String> lines = new ArrayList<>();
        for (int port : new TreeSet<>(ofPort.keySet())) answers("port " + port, all.stream().filter(host -> host.listensOn(port)).toList(), "").ifPresent(lines::add);
        String other = ofPort.isEmpty() ? "every port" : "every other port";
        if (!noneForOtherPorts) answers(other, all.stream().filter(VirtualHost::listensOnAll).toList(), "").ifPresent(lines::add);
        else answers(other, all, repeatsName() ? "; of hosts with the same name, the one for http or https, as in the request" : "").ifPresent(lines::add);
        return lines;
    }

    private boolean repeatsName() {
        List<String> names = all.stream().flatMap(host -> host.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct()).toList();
        return names.stream().distinct().count() < names.size();
    }

    private static Optional<String> answers(String port, List<VirtualHost> candidates, String more) {
        if (candidates.size() < 2) return Optional.empty();
        List<String> names = candidates.stream().map(VirtualHosts::shortName).distinct().toList();
        String listed = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", ")) + (names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "");
        return Optional.of(port + ": " + candidates.size() + " hosts by name (" + listed + "); other names: " + shortName(candidates.get(0)) + ", the first" + more);
    }

    private static String shortName(VirtualHost host) {
        return host.names().isEmpty() ? "the host without ServerName" : host.names().get(0) + (host.names().size() > 1 ? " + " + (host.names().size() - 1) : "");
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
