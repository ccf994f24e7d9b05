package io.github.passmatch.rules.server;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.client.ProxyProtocol;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.tls.ClientTls;
import io.github.passmatch.rules.tls.ServerTls;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A complete, valid configuration.
 *
 * @param rules  all rules, of all servers and sections, by number
 * @param main   the server outside of all {@code <VirtualHost>}s
 * @param hosts  all {@code <VirtualHost>}s
 * @param listen where to listen in standalone mode, in the order of the file
 * @param accessLines {@code PassmatchAccessLog}
 * @param status path and access rules of the status page
 * @param clients limits for clients in standalone mode
 * @param balancers the balancers of all servers
 */
public record ProxyConfig(List<Rule> rules, ServerConfig main, VirtualHosts hosts, List<Listen> listen, AccessLogFormat accessLines, StatusPolicy status,
                          ClientLimits clients, List<Balancer> balancers) {

    private static final String HTTPS = "https";

    public ProxyConfig {
        rules = List.copyOf(rules);
        Objects.requireNonNull(main, "main");
        Objects.requireNonNull(hosts, "hosts");
        listen = List.copyOf(listen);
        Objects.requireNonNull(accessLines, "accessLines");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(clients, "clients");
        balancers = List.copyOf(balancers);
    }

    /** The main server and all virtual hosts. */
    public List<ServerConfig> servers() {
        return Stream.concat(Stream.of(main), hosts.all().stream().map(VirtualHost::server)).toList();
    }

    /** All rules, by number, and after them the members of all balancers. */
    public List<Rule> withMembers() {
        return Stream.concat(rules.stream(), balancers.stream().flatMap(balancer -> balancer.members().stream()).map(Member::rule)).toList();
    }

    /** Whether a request with credentials may need the hash of a password, which takes up to a second. */
    public boolean checksPasswords() {
        return servers().stream().flatMap(ServerConfig::scopes).anyMatch(scope -> scope.login().passwords().isPresent());
    }

    /** Whether names of clients may be looked up, which takes up to some seconds. */
    public boolean looksUpNames() {
        return servers().stream().flatMap(ServerConfig::scopes).anyMatch(scope -> scope.access().needsNames());
    }

    /**
     * The server for a request.
     *
     * @param host the {@code Host} field, with or without port, or null
     * @param ip   the local address of the connection, in the canonical form, or null if it is not known
     * @param port the port on which the request was received
     * @param scheme {@code http} or {@code https}: the scheme of the client's connection
     */
    public ServerConfig serverFor(String host, String ip, int port, String scheme) {
        return hosts.isEmpty() ? main : hosts.choose(nameOf(host), ip, port, scheme).map(VirtualHost::server).orElse(main);
    }

    /** The TLS settings for a connection to this address: those of the server with the name, if the server has TLS, otherwise those of the first server; empty: plain HTTP. */
    public Optional<ServerTls> tlsFor(String name, String ip, int port) {
        Optional<ServerTls> first = serverFor(null, ip, port, HTTPS).settings().tls();
        return first.isEmpty() || name == null ? first : serverFor(name, ip, port, HTTPS).settings().tls().or(() -> first);
    }

    /** The PROXY protocol for connections to this address: as in httpd, one virtual host of the address is enough. */
    public Optional<ProxyProtocol> proxyProtocolFor(String ip, int port) {
        List<VirtualHost> there = hosts.all().stream().filter(host -> host.accepts(ip, OptionalInt.of(port)) || host.accepts(null, OptionalInt.of(port))).toList();
        return there.isEmpty() ? main.settings().proxyProtocol() : there.stream().flatMap(host -> host.server().settings().proxyProtocol().stream()).findFirst();
    }

    /** Whether some server has the protocol in {@code Protocols}. */
    public boolean speaks(String protocol) {
        return servers().stream().anyMatch(server -> server.settings().protocols().contains(protocol));
    }

    /** Whether some server has TLS with clients. */
    public boolean hasTls() {
        return servers().stream().anyMatch(server -> server.settings().tls().isPresent());
    }

    /**
     * The decision about a request that was received on {@code port}. As in httpd, a request to a server with TLS settings other than those of the handshake is refused, because the client could get
     * around {@code SSLVerifyClient}.
     */
    public RoutingDecision decide(RequestFacts request, int port) {
        String ip = hosts.isEmpty() ? null : request.serverAddress();
        ServerConfig server = serverFor(request.host(), ip, port, request.scheme());
        Optional<ClientTls> tls = request.tls();
        if (tls.isEmpty() || tls.get().settings().isEmpty()) return withoutTls(server, request);
        ServerTls demanded = server.settings().tls().orElse(null);
        String name = tls.get().serverName().orElse(null);
        ServerConfig named = serverFor(name, ip, port, HTTPS);
        if (name == null && (isStrict(named) || isStrict(server))) return server.refused(request, OwnAnswer.NO_SERVER_NAME, "no SNI");
        boolean compatible = server == named || demanded != null && tlsFor(name, ip, port).filter(demanded::equals).isPresent();
        boolean proved = demanded == null || demanded.isProvedBy(tls.get().settings().get());
        return compatible && proved ? server.decide(request) : server.refused(request, OwnAnswer.MISDIRECTED, "handshake with " + (name == null ? "no name" : name) + ", request to " + request.host());
    }

    /** A server that demands certificates of clients answers no request without TLS. */
    private static RoutingDecision withoutTls(ServerConfig server, RequestFacts request) {
        boolean demands = server.settings().tls().filter(tls -> tls.demand() == ServerTls.Demand.REQUIRE).isPresent();
        return demands ? server.refused(request, OwnAnswer.MISDIRECTED, "plain HTTP, and SSLVerifyClient require") : server.decide(request);
    }

    private static boolean isStrict(ServerConfig server) {
        return server.settings().tls().filter(ServerTls::onlyWithName).isPresent();
    }

    /** The host name in lower case, without port and without the final dot of a fully qualified name. */
    private static String nameOf(String host) {
        if (host == null) return "";
        int colon = host.lastIndexOf(':');
        String name = colon > host.indexOf(']') ? host.substring(0, colon) : host;
        return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    /** Whether {@code name}, without port and brackets, is the {@code ServerName} of a server or a name of a virtual host. Wildcards do not count. */
    public boolean hasServerName(String name) {
        return main.settings().serverName().filter(name::equalsIgnoreCase).isPresent() || hosts.hasExactName(name.toLowerCase(Locale.ROOT));
    }

    /**
     * One {@code Listen}.
     *
     * @param address empty: all addresses
     * @param port    1 to 65535
     */
    public record Listen(Optional<String> address, int port) { }
}
