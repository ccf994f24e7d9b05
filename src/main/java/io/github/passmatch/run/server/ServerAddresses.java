package io.github.passmatch.run.server;

import io.github.passmatch.rules.server.ProxyConfig;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Describes the addresses of a server for people. */
record ServerAddresses(Server server) {

    private List<ServerConnector> connectors() {
        return Arrays.stream(server.getConnectors()).map(ServerConnector.class::cast).toList();
    }

    /** The port of the first address. */
    int port() {
        return connectors().get(0).getLocalPort();
    }

    /** A URL for the first address. */
    String url(Optional<ProxyConfig> config) {
        String host = connectors().get(0).getHost();
        String name = host == null || host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        boolean tls = config.filter(inForce -> inForce.tlsFor(null, null, port()).isPresent()).isPresent();
        return (tls ? "https://" : "http://") + name + (port() == (tls ? 443 : 80) ? "" : ":" + port()) + "/";
    }

    /** All addresses, in words. */
    List<String> words() {
        return connectors().stream().map(ServerAddresses::describe).toList();
    }

    /** Which address cannot be listened on, and why. */
    String failure(Exception e) {
        List<ServerConnector> all = connectors();
        ServerConnector failed = all.stream().filter(connector -> connector.getLocalPort() < 0).findFirst().orElse(all.get(0));
        return "cannot listen on " + describe(failed) + ": " + reason(e);
    }

    private static String reason(Exception e) {
        if (e instanceof UnresolvedAddressException) return "the host name cannot be resolved";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) if (cause instanceof BindException) return cause.getMessage();
        return e.toString();
    }

    private static String describe(ServerConnector connector) {
        int port = connector.getLocalPort() > 0 ? connector.getLocalPort() : connector.getPort();
        return (connector.getHost() == null ? "port " : connector.getHost() + ", port ") + port;
    }
}
