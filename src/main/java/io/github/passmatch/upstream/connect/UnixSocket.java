package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.OneByte;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Adapts a Unix socket to {@link Socket}, which HttpClient and TLS need; the JDK has Unix sockets only as channels. Closing the socket, from any thread, ends every wait on it.
 * Options that exist only for TCP are ignored.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // no monitor is held around I/O; the state is volatile
final class UnixSocket extends Socket {

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final SocketChannel channel;
    private final ByteBuffer ahead = ByteBuffer.allocate(1024).flip();      // read by peek, not yet by the stream
    private boolean ended;
    private int timeoutMillis;

    private UnixSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects. If the backlog is full, the system refuses at once (EAGAIN), where TCP would wait; so this method tries again until the limit.
     *
     * @throws SocketTimeoutException if the backlog is full for longer than {@code limit}
     */
    static UnixSocket connect(String path, Duration limit, ConnectProgress progress) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return new UnixSocket(connect(address, progress));
            } catch (ConnectException e) {
                throw e;
            } catch (SocketException e) {
                if (!Files.isWritable(address.getPath())) throw e;      // missing, or no permission
                if (System.nanoTime() - end >= 0) throw new SocketTimeoutException("the socket's backlog is full");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static SocketChannel connect(UnixDomainSocketAddress address, ConnectProgress progress) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean done = false;
        try {
            progress.at(channel);
            channel.configureBlocking(false);
            if (!channel.connect(address)) throw new SocketException("the socket's backlog is full");
            channel.configureBlocking(true);
            done = true;
            return channel;
        } finally {
            if (!done) channel.close();
        }
    }

    /** How many bytes have arrived, without waiting: -1 at the end of the stream. */
    int peek() throws IOException {
        if (!ahead.hasRemaining() && !ended) {
            try {
                ended = NonBlockingRead.at(channel, ahead.clear()) < 0;
            } finally {
                ahead.flip();
            }
        }
        return ahead.hasRemaining() ? ahead.remaining() : ended ? -1 : 0;
    }

    /** {@code first} and the bytes that {@link #peek} has read. */
    byte[] append(byte[] first) {
        byte[] all = Arrays.copyOf(first, first.length + ahead.remaining());
        ahead.get(all, first.length, all.length - first.length);
        return all;
    }

    private int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (timeoutMillis > 0) awaitInput();
        if (ended) return -1;
        if (!ahead.hasRemaining()) return channel.read(ByteBuffer.wrap(buffer, offset, length));
        int count = Math.min(length, ahead.remaining());
        ahead.get(buffer, offset, count);
        return count;
    }

    private void awaitInput() throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(timeoutMillis).toNanos();
        while (peek() == 0) {
            if (System.nanoTime() - end >= 0) throw new SocketTimeoutException("nothing within " + timeoutMillis + " ms");
            LockSupport.parkNanos(Math.min(PAUSE_NANOS, end - System.nanoTime()));
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return OneByte.of(this);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return UnixSocket.this.read(buffer, offset, length);
            }

            @Override
            public int available() throws IOException {
                return Math.max(0, peek());
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) channel.write(buffer);
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            return null;        // as a closed Socket does
        }
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return null;            // a client socket has no name
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) { }

    @Override
    public void setTcpNoDelay(boolean on) { }

    @Override
    public void setKeepAlive(boolean on) { }
}
