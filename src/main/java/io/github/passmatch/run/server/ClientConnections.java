package io.github.passmatch.run.server;

import io.github.passmatch.rules.server.ClientLimits;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the connections of clients and looks after the limits of each, four times a second. */
final class ClientConnections extends HttpConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final long LOOK_MILLIS = 250;

    private final ClientLimits limits;

    ClientConnections(HttpConfiguration configuration, ClientLimits limits) {
        super(configuration);
        this.limits = limits;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new ClientConnection(getHttpConfiguration(), connector, endPoint, limits), connector, endPoint);
    }

    /** What looks after the limits while {@code server} runs. */
    static AbstractLifeCycle watch(Server server) {
        return new Watch(server);
    }

    private static final class Watch extends AbstractLifeCycle {
        private final Server server;

        private Watch(Server server) {
            this.server = server;
        }

        @Override
        protected void doStart() {
            again();
        }

        private void again() {
            server.getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void look() {
            try {
                for (Connector connector : server.getConnectors())
                    for (EndPoint endPoint : connector.getConnectedEndPoints()) look(connector, endPoint);
            } catch (RuntimeException e) {
                LOG.warn("the limits of clients could not be looked after", e);
            } finally {
                if (!isStopped()) again();
            }
        }

        private static void look(Connector connector, EndPoint endPoint) {
            if (endPoint.getConnection() instanceof ClientConnection client) client.look(System.nanoTime(), connector.isShutdown());
        }
    }
}
