package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/** Checks, without waiting, whether input has arrived on a connection, for each kind of socket. */
final class ConnectionInput {

    private final SocketHolder holder;
    private final InputStream in;
    private final WatchedChannel watched;
    private final UnixSocket unix;
    private final TlsTransport transport;

    /**
     * @param watched   null for Unix sockets
     * @param unix      null for TCP, and below TLS
     * @param transport null without TLS
     */
    ConnectionInput(SocketHolder holder, WatchedChannel watched, UnixSocket unix, TlsTransport transport) throws IOException {
        this.holder = holder;
        this.in = holder.getInputStream();
        this.watched = watched;
        this.unix = unix;
        this.transport = transport;
    }

    /** How many bytes can be read without waiting, as far as the socket reports them. */
    int available() throws IOException {
        return in.available();
    }

    /** Whether the stream ended without a {@code close_notify} of TLS. */
    boolean wasCut() {
        return transport != null && transport.ended();
    }

    /** Reads without waiting: -1 at the end of the stream, 0 if nothing has arrived. */
    int peek() throws IOException {
        if (watched != null) return watched.checkForInput();
        return unix != null ? unix.peek() : peekThroughTls();
    }

    /** For a Unix socket below TLS. Input on the socket may be TLS records without data (tickets, alerts), so only a read gives the answer; its shortest wait is a millisecond. Usually there is no input. */
    private int peekThroughTls() throws IOException {
        if (in.available() == 0 && !transport.hasInput()) return 0;
        Socket socket = holder.getSocket();
        socket.setSoTimeout(1);
        try {
            return in.read() < 0 ? -1 : 1;
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }
}
