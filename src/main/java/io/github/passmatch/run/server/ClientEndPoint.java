package io.github.passmatch.run.server;

import io.github.passmatch.run.tls.HandshakeEndPoint;
import io.github.passmatch.upstream.reactor.Reactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** Represents the socket of a client, and records whether the selector has found input that no thread has begun to read. */
final class ClientEndPoint extends SocketChannelEndPoint implements HandshakeEndPoint {

    private volatile boolean unreadInput;
    private volatile InetSocketAddress client;      // null: the peer
    private volatile Executor events;       // null: events are handled on the thread of the selector
    private ByteBuffer input;       // of the connection, while a selector thread handles it; null otherwise, because the buffer is used by other connections then

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** How many bytes the parser has not taken yet. Only on the selector thread that handles the head of a request. */
    int unparsed() {
        return input == null ? 0 : input.remaining();
    }

    /** Whether the client has sent bytes that no thread has begun to read, below TLS if there is TLS. */
    static boolean hasUnreadInput(EndPoint endPoint) {
        EndPoint socket = endPoint;
        while (socket instanceof EndPoint.Wrapper wrapper) socket = wrapper.unwrap();
        return socket instanceof ClientEndPoint client && client.unreadInput;
    }

    @Override
    public void clientIs(InetSocketAddress address) {
        client = address;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        InetSocketAddress told = client;
        return told != null ? told : super.getRemoteSocketAddress();
    }

    @Override
    public void handOver(Executor executor) {
        events = executor;
    }

    /** Called by the selector, which does not check for input again until {@link #fill} has been called. Handles requests on the thread of the selector. */
    @Override
    public Runnable onSelected() {
        unreadInput = isFillInterested();
        Runnable task = super.onSelected();
        if (task == null || !Reactor.isEnabled()) return task;
        Executor handshake = events;
        ServerThread.select(handshake == null ? task : () -> handshake.execute(task));
        input = null;
        return null;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        unreadInput = false;
        int filled = super.fill(buffer);
        input = filled > 0 && Reactor.isCurrent() ? buffer : null;
        return filled;
    }
}
