package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The data of one request that rewriting reads and changes. Belongs to one request and its thread.
 *
 * @param request     the request, after {@code early} edits; after an internal redirect the new one
 * @param received    the request as received, for {@code THE_REQUEST}
 * @param path        the decoded path
 * @param environment receives the variables of {@code [E=…]}
 * @param server      the name and port of the server
 */
public record RewriteFacts(RequestFacts request, RequestFacts received, String path, Environment environment, Server server) {

    public RewriteFacts {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(server, "server");
    }

    /**
     * The server of the request.
     *
     * @param name      {@code ServerName}
     * @param port      the port of {@code ServerName}
     * @param scheme    the scheme of {@code ServerName}
     * @param canonical {@code UseCanonicalName}
     */
    public record Server(Optional<String> name, OptionalInt port, Optional<String> scheme, boolean canonical) { }

    String query() {
        return request.query();
    }

    /** {@code SERVER_NAME}: the host of the request without port, in lower case. */
    String serverName() {
        String host = request.host();
        if (server.canonical || host == null) return server.name.orElse(request.serverAddress());
        String name = host.substring(0, portColon(host)).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** {@code SERVER_PORT}: the port that the client has written, else that of {@code ServerName}, else the default of the scheme. */
    int serverPort() {
        String host = request.host();
        String digits = server.canonical || host == null ? "" : host.substring(Math.min(host.length(), portColon(host) + 1));
        if (digits.matches("[0-9]{1,5}")) return Integer.parseInt(digits);
        return server.port.orElse(scheme().equals("https") ? 443 : 80);
    }

    String scheme() {
        return server.scheme.filter("https"::equals).orElseGet(request::scheme);
    }

    /** Scheme and authority of this server. */
    String origin() {
        int port = serverPort();
        return scheme() + "://" + serverName() + (port == (scheme().equals("https") ? 443 : 80) ? "" : ":" + port);
    }

    private static int portColon(String host) {
        int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
        return colon < 0 ? host.length() : colon;
    }
}
