package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.reactor.Decryption;
import io.github.passmatch.upstream.reactor.Encryption;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * Carries TLS over a connected socket, and detects the end of the socket's stream. JSSE treats the end of the stream as a {@code close_notify} (RFC 8446 §6.1), so that an
 * attacker in between could cut a body that ends with the connection. After a real {@code close_notify} JSSE does not read to the end of the stream.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // no monitor is held around I/O
final class TlsTransport extends Socket {

    private final Socket socket;
    private final TlsInput in;
    private final TlsOutput out;

    TlsTransport(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new TlsInput(socket.getInputStream());
        this.out = new TlsOutput(socket.getOutputStream(), in);
    }

    /** The channel below, which a selector thread can watch; null for a Unix socket. */
    SocketChannel watchableChannel() {
        return socket instanceof UnixSocket ? null : socket.getChannel();
    }

    /** Decrypts what the selector thread receives. */
    Decryption decryption() {
        return in;
    }

    /** To be called once, after the handshake, if a selector thread will watch the channel. */
    void watchedBy(WatchedChannel watched, SSLSocket tls) throws IOException {
        in.watchedBy(watched, tls.getInputStream());
        out.watchedBy(watched, socket.getChannel());
    }

    /** To be called when a watched connection begins to serve a tunnel: from now on nothing waits. */
    Encryption neverWait(SSLSocket tls) throws IOException {
        OutputStream encrypting = tls.getOutputStream();
        out.neverWait();
        return new Encryption() {
            @Override
            public void write(byte[] buffer, int length) throws IOException {
                encrypting.write(buffer, 0, length);
            }

            @Override
            public boolean flush() throws IOException {
                return out.sendRest();
            }

            @Override
            public void end() throws IOException {
                tls.shutdownOutput();
            }
        };
    }

    /** Whether input, or the end of the stream, has arrived that TLS has not read yet. Does not wait. Only for a Unix socket. */
    boolean hasInput() throws IOException {
        return in.ended() || ((UnixSocket) socket).peek() != 0;
    }

    /** The first bytes of the input, if they are not TLS; otherwise empty. */
    Optional<String> otherProtocol() {
        return in.otherProtocol();
    }

    /** Whether the stream ended without a {@code close_notify}. */
    boolean ended() {
        return in.ended();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
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
