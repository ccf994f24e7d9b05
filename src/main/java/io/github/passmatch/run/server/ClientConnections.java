package io.github.passmatch.run.server;

import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.run.tls.Http2Sessions;
import io.github.passmatch.run.tls.TimedConnection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the client connections, and checks their time limits four times a second. */
final class ClientConnections extends HttpConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final long CHECK_MILLIS = 250;
    private static final long MARGIN_MILLIS = 1000;

    private final ClientLimits limits;

    ClientConnections(HttpConfiguration configuration, ClientLimits limits) {
        super(configuration);
        this.limits = limits;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new ClientConnection(getHttpConfiguration(), connector, endPoint, limits), connector, endPoint);
    }

    /**
     * Returns a bean that checks the time limits while {@code server} runs.
     *
     * @param stopMillis how long the server waits for the end of connections when it stops; tunnels are ended a little earlier, in order
     */
    static AbstractLifeCycle watch(Server server, long stopMillis) {
        return new LimitChecker(server, stopMillis - Math.min(MARGIN_MILLIS, stopMillis / 2));
    }

    private static final class LimitChecker extends AbstractLifeCycle {
        private final Server server;
        private final long tunnelNanos;
        /** Only on the thread of the check; 0: the server does not stop. */
        private long stopsSince;

        private LimitChecker(Server server, long tunnelMillis) {
            this.server = server;
            this.tunnelNanos = TimeUnit.MILLISECONDS.toNanos(tunnelMillis);
        }

        @Override
        protected void doStart() {
            schedule();
        }

        private void schedule() {
            server.getScheduler().schedule(this::check, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void check() {
            try {
                noteStop();
                for (Connector connector : server.getConnectors())
                    for (EndPoint endPoint : connector.getConnectedEndPoints()) check(connector, endPoint);
            } catch (RuntimeException e) {
                LOG.warn("the time limits of client connections could not be checked", e);
            } finally {
                if (!isStopped()) schedule();
            }
        }

        /** A connector that has not started yet counts as shut down, so the time begins anew. */
        private void noteStop() {
            boolean stops = Stream.of(server.getConnectors()).anyMatch(Connector::isShutdown);
            stopsSince = !stops ? 0 : stopsSince == 0 ? System.nanoTime() : stopsSince;
        }

        private boolean endsTunnels() {
            return stopsSince != 0 && System.nanoTime() - stopsSince >= tunnelNanos;
        }

        private void check(Connector connector, EndPoint endPoint) {
            Connection connection = endPoint.getConnection() instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : endPoint.getConnection();
            if (connection != endPoint.getConnection() && endPoint.getConnection() instanceof TimedConnection tls) tls.checkLimits(System.nanoTime(), connector.isShutdown());
            if (connector.isShutdown() && Http2Sessions.isIdle(connection)) endPoint.close();     // Jetty has announced the end, and would wait for the client
            if (connection instanceof TimedConnection timed) timed.checkLimits(System.nanoTime(), connector.isShutdown());
            else if (connection instanceof TunnelConnection tunnel && endsTunnels()) tunnel.stop();
        }
    }
}
