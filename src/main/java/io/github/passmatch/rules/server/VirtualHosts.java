package io.github.passmatch.rules.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses the {@code <VirtualHost>} for a request as httpd does: of the hosts for the port, the first with a matching name, otherwise the
 * first. If no host is for the port, as in a container with another port, the port is ignored: of the hosts with the name, one for the scheme of the request that has rules or redirects
 * is preferred. Immutable.
 */
public final class VirtualHosts {

    private static final int MOST_LISTED = 8;

    private final List<VirtualHost> all;
    private final Set<Integer> listened;
    private final Set<Integer> ports;
    private final HostNames anyPort;
    private final boolean noneForOtherPorts;
    private final boolean oneAddress;           // of all hosts; not a loopback address
    private final String assumed;               // of a connection whose address is not known: an address of all hosts; null if hosts are for every address, or differ
    private final Map<Endpoint, HostNames> ofEndpoint = new HashMap<>();
    private final Map<String, Candidates> ofIp = new HashMap<>();       // if the port is ignored; null: hosts for every address

    /**
     * @param hosts    in the order of the file
     * @param listened the ports of {@code Listen}
     */
    public VirtualHosts(List<VirtualHost> hosts, Set<Integer> listened) {
        this.all = List.copyOf(hosts);
        this.listened = Set.copyOf(listened);
        this.anyPort = new HostNames(all);
        this.noneForOtherPorts = all.stream().noneMatch(VirtualHost::listensOnAll);
        this.ports = all.stream().flatMap(host -> host.ports().stream()).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt).collect(Collectors.toUnmodifiableSet());
        Set<String> ips = all.stream().flatMap(host -> host.addresses().stream()).flatMap(address -> address.ip().stream()).collect(Collectors.toSet());
        this.oneAddress = all.stream().map(VirtualHost::ips).distinct().count() == 1 && ips.stream().noneMatch(VirtualHosts::isLoopback);
        this.assumed = oneAddress ? ips.stream().sorted().findFirst().orElse(null) : null;
        Set<String> withAny = new HashSet<>(ips);
        withAny.add(null);
        for (String ip : withAny) {
            ports.forEach(port -> add(new Endpoint(ip, OptionalInt.of(port))));
            add(new Endpoint(ip, OptionalInt.empty()));
            ofIp.put(ip, new Candidates(all.stream().filter(host -> oneAddress || host.ips().isEmpty() || host.ips().contains(ip)).toList()));
        }
    }

    private void add(Endpoint endpoint) {
        List<VirtualHost> accepting = all.stream().filter(host -> host.accepts(endpoint.ip(), endpoint.port())).toList();
        if (!accepting.isEmpty()) ofEndpoint.put(endpoint, accepting.size() == all.size() ? anyPort : new HostNames(accepting));
    }

    private static boolean isLoopback(String ip) {
        return ip.startsWith("127.") || ip.equals("::1");
    }

    /**
     * Where a request was received.
     *
     * @param ip   null: an address that no host names
     * @param port empty: a port that no host names
     */
    private record Endpoint(String ip, OptionalInt port) { }

    /** Hosts among which the port makes no difference. */
    private static final class Candidates {
        private final HostNames whole;
        private final HostNames forHttp;
        private final HostNames forHttps;

        private Candidates(List<VirtualHost> hosts) {
            whole = new HostNames(hosts);
            forHttp = new HostNames(hosts.stream().filter(host -> host.hasWork() && !host.isForHttps()).toList());
            forHttps = new HostNames(hosts.stream().filter(host -> host.hasWork() && host.isForHttps()).toList());
        }

        private Optional<VirtualHost> choose(String name, String scheme) {
            boolean https = scheme.equals("https");
            Optional<VirtualHost> fitting = (https ? forHttps : forHttp).named(name);
            return fitting.or(() -> (https ? forHttp : forHttps).named(name)).or(() -> whole.choose(name));
        }
    }

    /** In the order of the file. */
    public List<VirtualHost> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Which host answers which port: one line for each address and port that more than one host accepts; empty if no choice is to be made. */
    public List<String> answers() {
        List<String> lines = new ArrayList<>();
        String other = (ports.isEmpty() ? "every port" : "every other port") + (noneForOtherPorts && !ports.containsAll(listened) ? " without Listen" : "");
        String more = repeatsName() ? "; of hosts with the same name, the one for http or https, as in the request" : "";
        List<String> ips = ofIp.keySet().stream().sorted(Comparator.nullsLast(Comparator.naturalOrder())).toList();
        for (String ip : ips) {
            String at = ips.size() == 1 ? "" : ip == null ? " of addresses that no host names" : " of " + ip;
            for (int port : new TreeSet<>(ports)) accepting(ip, OptionalInt.of(port)).flatMap(hosts -> answers("port " + port + at, hosts, "")).ifPresent(lines::add);
            if (!noneForOtherPorts) accepting(ip, OptionalInt.empty()).flatMap(hosts -> answers(other + at, hosts, "")).ifPresent(lines::add);
            else if (!oneAddress || ip == null) answers(other + (oneAddress ? "" : at), ofIp.get(ip).whole.hosts(), more).ifPresent(lines::add);
        }
        return lines;
    }

    private Optional<List<VirtualHost>> accepting(String ip, OptionalInt port) {
        return Optional.ofNullable(ofEndpoint.get(new Endpoint(ip, port))).map(HostNames::hosts);
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
     * The virtual host for a request; empty: the main server. As in httpd, hosts for the local address of the connection come before hosts for every address. The port is ignored if neither a
     * host nor {@code Listen} names the port; a host for a loopback address, or for one of several addresses, then still needs that address.
     *
     * @param name   in lower case, without port
     * @param ip     the local address of the connection, in the canonical form; null: not known, so that no host for a certain address is chosen, unless all hosts are for that address
     * @param scheme {@code http} or {@code https}: the scheme of the client's connection
     */
    Optional<VirtualHost> choose(String name, String ip, int port, String scheme) {
        String known = ip == null ? assumed : ofIp.containsKey(ip) ? ip : null;
        OptionalInt named = ports.contains(port) ? OptionalInt.of(port) : OptionalInt.empty();
        HostNames candidates = ofEndpoint.get(new Endpoint(known, named));
        if (candidates == null) candidates = ofEndpoint.get(new Endpoint(null, named));
        if (candidates != null) return candidates.choose(name);
        return noneForOtherPorts && named.isEmpty() && !listened.contains(port) ? ofIp.get(known).choose(name, scheme) : Optional.empty();
    }
}
