package io.github.passmatch.run.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the first message of a client, chooses the server by the name in the message, and begins the handshake. */
final class HelloConnection extends AbstractConnection implements Connection.UpgradeFrom, Connection.UpgradeTo, TimedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(HelloConnection.class);
    private static final int USUAL_BYTES = 2048;
    /** What a TLS engine accepts at once. A longer message is not read here. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final String WORDS = "400 Bad Request\nThis port speaks HTTPS, and the request is plain HTTP: use https:// in the URL.\n";
    private static final byte[] PLAIN_HTTP = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Length: " + WORDS.length() + "\r\nConnection: close\r\n\r\n" + WORDS).getBytes(US_ASCII);

    private final Connector connector;
    private final FrontConnections front;
    private final ReadTime handshakeLimit;
    private final ReadTime helloLimit;
    private final long start = System.nanoTime();
    private ByteBuffer received = BufferUtil.EMPTY_BUFFER;       // in the mode for flushing, as Jetty calls it

    HelloConnection(Connector connector, EndPoint endPoint, FrontConnections front, ClientLimits limits) {
        super(endPoint, connector.getExecutor());
        this.connector = connector;
        this.front = front;
        this.handshakeLimit = limits.handshake();
        this.helloLimit = handshakeLimit.first() == 0 ? limits.head() : handshakeLimit;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        received = BufferUtil.allocate(Math.max(USUAL_BYTES, Math.min(MAX_BYTES, buffer.remaining())));
        BufferUtil.append(received, buffer);
    }

    @Override
    public ByteBuffer onUpgradeFrom() {
        return received;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (received.hasRemaining()) examine();
        else fillInterested();
    }

    @Override
    public void onFillable() {
        try {
            if (BufferUtil.space(received) == 0) grow();
            int filled = getEndPoint().fill(received);
            if (filled < 0) getEndPoint().close();
            else if (filled == 0) fillInterested();
            else examine();
        } catch (IOException e) {
            getEndPoint().close(e);
        }
    }

    private void grow() {
        ByteBuffer larger = BufferUtil.allocate(received.capacity() == 0 ? USUAL_BYTES : Math.min(MAX_BYTES, 4 * received.capacity()));
        BufferUtil.append(larger, received);
        received = larger;
    }

    private void examine() {
        byte first = received.get(received.position());
        if (!ClientHello.isTls(first)) {
            if (first >= 'A' && first <= 'Z') getEndPoint().write(Callback.from(() -> getEndPoint().close()), ByteBuffer.wrap(PLAIN_HTTP));
            else getEndPoint().close();
            return;
        }
        ClientHello hello = ClientHello.of(received);
        if (hello == null && received.remaining() < MAX_BYTES) fillInterested();
        else shakeHands(hello == null ? ClientHello.UNREADABLE : hello);
    }

    private void shakeHands(ClientHello hello) {
        InetSocketAddress local = (InetSocketAddress) getEndPoint().getLocalSocketAddress();
        String ip = FrontConnections.ip(local);
        HostContexts hosts = front.contexts();
        Optional<HostContext> host = hosts.find(hello.serverName(), ip, local.getPort());
        if (host.isEmpty()) {                                   // a reload has just removed TLS
            getEndPoint().close();
            return;
        }
        String protocol = hosts.protocols(hello.serverName(), ip, local.getPort()).stream().filter(hello.protocols()::contains).findFirst().orElse(null);
        SSLEngine engine = host.get().engine((InetSocketAddress) getEndPoint().getRemoteSocketAddress(), protocol);
        // A stream of HTTP/2 may wait for the window of its client, which the thread that waits could not read
        Handshake handshake = new Handshake(FrontConnections.HTTP_2.equals(protocol) ? front.worker() : getExecutor(), front.worker());
        TlsConnection tls = new TlsConnection(connector.getByteBufferPool(), handshake, getEndPoint(), engine, host.get().settings(), hello.serverName());
        tls.addHandshakeListener(handshake);
        tls.limitHandshake(handshakeLimit, start);
        if (getEndPoint() instanceof HandshakeEndPoint endPoint) endPoint.handOver(handshake);
        EndPoint inner = tls.getSslEndPoint();
        inner.setConnection(front.secure(protocol).newConnection(connector, inner));
        getEndPoint().upgrade(tls);
    }

    /** Runs tasks on the worker until the handshake has ended, and then on the executor of the connection. */
    private static final class Handshake implements Executor, SslHandshakeListener {
        private final Executor executor;
        private final Executor worker;
        private volatile boolean ended;

        private Handshake(Executor executor, Executor worker) {
            this.executor = executor;
            this.worker = worker;
        }

        @Override
        public void execute(Runnable task) {
            (ended ? executor : worker).execute(task);
        }

        @Override
        public void handshakeSucceeded(Event event) {
            ended = true;
        }

        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            ended = true;
            LOG.debug("a handshake has failed", failure);
        }
    }

    @Override
    public void checkLimits(long now, boolean draining) {
        if (draining || helloLimit.isOver(now - start, 0)) getEndPoint().close();
    }
}
