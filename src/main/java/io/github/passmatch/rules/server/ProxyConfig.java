package io.github.passmatch.rules.server;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.match.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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
