package io.github.passmatch.run.tls;

import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the header of the PROXY protocol, and then begins the connection of the client. A connection without valid header is closed, as in httpd. */
final class ProxiedConnection extends AbstractConnection implements Connection.UpgradeFrom, TimedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedConnection.class);

    private final Connector connector;
    private final FrontConnections front;
    private final ReadTime limit;
    private final long start = System.nanoTime();
    private final ByteBuffer received = BufferUtil.allocate(ProxyHeader.MAX_BYTES);       // in the mode for flushing, as Jetty calls it

    ProxiedConnection(Connector connector, EndPoint endPoint, FrontConnections front, ReadTime limit) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.front = front;
        this.limit = limit;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested();
    }

    @Override
    public void onFillable() {
        try {
            int filled = getEndPoint().fill(received);
            if (filled < 0) getEndPoint().close();
            else if (filled == 0) fillInterested();
            else examine();
        } catch (ProxyHeader.Invalid e) {
            LOG.debug("a connection of {} is closed: {}", getEndPoint().getRemoteSocketAddress(), e.getMessage());
            getEndPoint().close();
        } catch (IOException e) {
            getEndPoint().close(e);
        }
    }

    private void examine() throws ProxyHeader.Invalid {
        Optional<ProxyHeader> header = ProxyHeader.read(received);
        if (header.isEmpty()) {
            fillInterested();
            return;
        }
        received.position(received.position() + header.get().bytes());
        if (header.get().client().isPresent()) ((HandshakeEndPoint) getEndPoint()).clientIs(header.get().client().get());
        getEndPoint().upgrade(front.afterHeader(connector, getEndPoint()));
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        return received;
    }

    @Override
    public void checkLimits(long now, boolean draining) {
        if (draining || limit.isOver(now - start, 0)) getEndPoint().close();
    }
}
