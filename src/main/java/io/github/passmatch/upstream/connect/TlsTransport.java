package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.NotHttp;
import io.github.passmatch.upstream.http1.OneByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Carries TLS over a connected socket, and detects the end of the socket's stream. JSSE treats the end of the stream as a {@code close_notify} (RFC 8446 §6.1), so that an
 * attacker in between could cut a body that ends with the connection. After a real {@code close_notify} JSSE does not read to the end of the stream.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // no monitor is held around I/O
final class TlsTransport extends Socket {

    private final Socket socket;
    private final SocketChannel channel;    // null for a Unix socket, which has its own peek
    private final InputStream in;
    private final ByteBuffer ahead = ByteBuffer.allocate(1).limit(0);     // read by hasInput, not yet by JSSE
    private final StringBuilder beginning = new StringBuilder();        // of the input, in Latin-1
    private boolean ended;

    TlsTransport(Socket socket) throws IOException {
        this.socket = socket;
        this.channel = socket.getChannel();
        this.in = new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                return OneByte.of(this);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (length == 0 || !ahead.hasRemaining()) return noteBeginning(buffer, offset, noteEnd(super.read(buffer, offset, length)));
                buffer[offset] = ahead.get();
                return 1;
            }

            @Override
            public int available() throws IOException {
                return ahead.remaining() + super.available();
            }
        };
    }

    /** Whether input, or the end of the stream, has arrived that TLS has not read yet. Does not wait. */
    boolean hasInput() throws IOException {
        if (ahead.hasRemaining() || ended) return true;
        if (socket instanceof UnixSocket unix) return unix.peek() != 0;
        try {
            return noteEnd(NonBlockingRead.at(channel, ahead.clear())) != 0;
        } finally {
            ahead.flip();
        }
    }

    private int noteBeginning(byte[] buffer, int offset, int read) {
        for (int i = 0; i < read && beginning.length() < NotHttp.MAX_QUOTED; i++) beginning.append((char) (buffer[offset + i] & 0xFF));
        return read;
    }

    /** The first bytes of the input, if they are not TLS; otherwise empty. */
    Optional<String> otherProtocol() {
        try {
            while (!beginning.isEmpty() && beginning.length() < NotHttp.MAX_QUOTED && in.available() > 0 && in.read() >= 0) { }
        } catch (IOException e) {
            // The bytes read so far are enough.
        }
        return beginning.isEmpty() || NotHttp.isTls(beginning.toString()) ? Optional.empty() : Optional.of(beginning.toString());
    }

    private int noteEnd(int read) {
        if (read < 0) ended = true;
        return read;
    }

    /** Whether the stream ended without a {@code close_notify}. */
    boolean ended() {
        return ended;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        socket.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        socket.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }
}
