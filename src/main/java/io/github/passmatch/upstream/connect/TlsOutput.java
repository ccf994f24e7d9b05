package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/** Sends what JSSE has encrypted. Only the owner of the connection waits for room in the send buffer; for a different thread, and for a selector thread, a full buffer is a fault of the connection. */
final class TlsOutput extends OutputStream {

    private final OutputStream below;
    private final TlsInput input;
    private SocketChannel channel;
    private WatchedChannel watched;     // null during the handshake, and over a Unix socket
    private final ReentrantLock lock = new ReentrantLock();
    private ByteBuffer unsent;          // null, except in a tunnel: waits for room in the send buffer

    /** @param below writes to the socket in blocking mode */
    TlsOutput(OutputStream below, TlsInput input) {
        this.below = below;
        this.input = input;
    }

    /** From now on the channel may be in non-blocking mode. */
    void watchedBy(WatchedChannel watching, SocketChannel watchedChannel) {
        watched = watching;
        channel = watchedChannel;
    }

    /** From now on a full send buffer is no reason to wait: the rest is kept. */
    void neverWait() {
        unsent = ByteBuffer.allocate(0);
    }

    /** Sends what was kept; returns whether nothing is left. */
    boolean sendRest() throws IOException {
        lock.lock();
        try {
            if (unsent.hasRemaining()) channel.write(unsent);
            return !unsent.hasRemaining();
        } finally {
            lock.unlock();
        }
    }

    private void sendOrKeep(ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            if (!unsent.hasRemaining()) channel.write(bytes);
            if (!bytes.hasRemaining()) return;
            unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining()).put(unsent).put(bytes).flip();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (unsent != null) {
            sendOrKeep(ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        if (watched == null) {
            below.write(bytes, offset, length);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            if (channel.write(buffer) > 0) continue;
            if (input.isDecrypting() || !watched.mayBlock()) throw new SocketException("the send buffer is full, and this thread must not wait");
            watched.block();
        }
    }
}
