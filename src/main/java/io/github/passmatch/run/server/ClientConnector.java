package io.github.passmatch.run.server;

import io.github.passmatch.upstream.reactor.Reactor;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens on one address, and creates a {@link ClientEndPoint} for each client connection. */
final class ClientConnector extends ServerConnector {

    private static final int MAX_SELECTORS = 16;

    /** @param factories the first creates the connections; the others are those that it uses */
    ClientConnector(Server server, ConnectionFactory... factories) {
        super(server, -1, selectors(), factories);
    }

    /**
     * One selector for each processor, because their threads handle the requests: with two on a machine with two processors, 1.3 times as many requests per second, and 0.92 of the CPU time for each request
     * of a rule that keeps no connections. Without the reactor, Jetty chooses (-1).
     */
    private static int selectors() {
        return Reactor.isEnabled() ? Math.min(MAX_SELECTORS, Runtime.getRuntime().availableProcessors()) : -1;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new ClientEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
