package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends what JSSE has encrypted. Only the owner of the connection waits for room in the send buffer; for a different thread, and for a selector thread, a full buffer is a fault of the connection. */
final class TlsOutput extends OutputStream {

    private final OutputStream below;
    private final TlsInput input;
    private SocketChannel channel;
    private WatchedChannel watched;     // null during the handshake, and over a Unix socket

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

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
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
