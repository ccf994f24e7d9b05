package io.github.passmatch.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A unix socket whose connections lead to a server on TCP, byte by byte and end by end. */
public final class UnixBridge implements AutoCloseable {

    private final Path path;
    private final int port;
    private final ServerSocketChannel server;
    private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();
    private final Semaphore ended = new Semaphore(0);

    public UnixBridge(Path path, int port) throws IOException {
        this.path = path;
        this.port = port;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        start(this::accept);
    }

    public Path path() {
        return path;
    }

    /** Waits until the end of one more of the server's connections has been passed on; false if none is within ten seconds. */
    public boolean awaitClosedConnection() throws InterruptedException {
        return ended.tryAcquire(10, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = server.accept();
                SocketChannel far = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channels.addAll(List.of(near, far));
                start(() -> copy(near, far));
                start(() -> {
                    copy(far, near);
                    ended.release();
                });
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try (from; to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) to.write(buffer);
                buffer.clear();
            }
            to.shutdownOutput();        // at once; closing takes effect only when the other thread has come back from its read
        } catch (IOException e) {
            // one of them has closed
        }
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "bridge");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : channels) channel.close();
    }
}
