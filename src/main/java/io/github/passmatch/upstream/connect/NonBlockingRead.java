package io.github.passmatch.upstream.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads from a blocking channel the bytes that have arrived already. */
final class NonBlockingRead {

    private NonBlockingRead() { }

    /**
     * Does not wait, but needs five system calls, four of them to switch blocking off and on.
     *
     * @return how many bytes; 0 if none have arrived, -1 at the end of the stream
     */
    static int at(SocketChannel channel, ByteBuffer into) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(into);
        } finally {
            channel.configureBlocking(true);
        }
    }
}
