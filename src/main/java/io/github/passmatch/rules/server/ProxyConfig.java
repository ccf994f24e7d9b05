package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole configuration, read and found good.
 *
 * @param rules  all rules, of all servers and sections, by number
 * @param main   the server outside of all {@code <VirtualHost>}s
 * @param hosts  all {@code <VirtualHost>}s
 * @param listen where to listen in standalone mode, in the order of the file
 * @param accessLines {@code PassmatchAccessLog}
 * @param status where the status page is and who may see it
 * @param clients what clients may take in standalone mode
 */
public record ProxyConfig(List<Rule> rules, ServerConfig main, VirtualHosts hosts, List<Listen> listen, AccessLines accessLines, StatusPolicy status,
                          ClientLimits clients) {

    public ProxyConfig {
        rules = List.copyOf(rules);
        Objects.requireNonNull(main, "main");
        Objects.requireNonNull(hosts, "hosts");
        listen = List.copyOf(listen);
        Objects.requireNonNull(accessLines, "accessLines");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(clients, "clients");
    }

    /** The main server and all virtual hosts. */
    public List<ServerConfig> sites() {
        return Stream.concat(Stream.of(main), hosts.all().stream().map(VirtualHost::site)).toList();
    }

    /**
     * The server that a request is for.
     *
     * @param host the {@code Host} field, with or without port, or null
     * @param port the one that the request came in on
     */
    public ServerConfig siteFor(String host, int port) {
        return hosts.isEmpty() ? main : hosts.choose(nameOf(host), port).site();
    }

    /** Without port, without the dot that may end a full name, lower case. */
    private static String nameOf(String host) {
        if (host == null) return "";
        int colon = host.lastIndexOf(':');
        String name = colon > host.indexOf(']') ? host.substring(0, colon) : host;
        return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    /** Whether {@code name}, without port and brackets, is the {@code ServerName} of a server, or a name of a virtual host, written out: a pattern names nobody. */
    public boolean names(String name) {
        return main.settings().serverName().filter(name::equalsIgnoreCase).isPresent() || hosts.haveWholeName(name.toLowerCase(Locale.ROOT));
    }

    /**
     * One {@code Listen}.
     *
     * @param address empty: all addresses
     * @param port    1 to 65535
     */
    public record Listen(Optional<String> address, int port) { }
}
