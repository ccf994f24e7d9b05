package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends requests on a connection, and counts the bytes that the operating system has accepted. */
public final class RequestOutput {

    private final OutputStream out;
    private final SocketChannel channel;
    private final WatchedChannel watched;
    private long written;

    /**
     * @param channel null for TLS
     * @param watched null for Unix sockets
     */
    RequestOutput(OutputStream out, SocketChannel channel, WatchedChannel watched) {
        this.out = out;
        this.channel = channel;
        this.watched = watched;
    }

    /** A new request begins. */
    void begin() {
        written = 0;
    }

    /** Sends bytes; returns when the operating system has accepted all of them. Counts the accepted bytes, also if the write fails. */
    public void write(byte[] bytes, int length) throws IOException {
        if (channel == null) {
            written += length;      // with TLS the number is not known, so all of them count
            out.write(bytes, 0, length);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            int now = channel.write(buffer);
            written += now;
            if (now == 0 && watched != null) watched.block();       // the send buffer is full
        }
    }

    /** Bytes of the current request that the operating system has accepted. */
    public long written() {
        return written;
    }
}
