package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.ChunkedBody;
import io.github.passmatch.upstream.http1.ResponseFraming;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.reactor.Encryption;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.ReceivedBytes;
import io.github.passmatch.upstream.reactor.TunnelChannel;
import io.github.passmatch.upstream.reactor.Waiter;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.LoginScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;

/**
 * Extends HttpCore's connection by what the proxy must know of a pooled connection: how many exchanges it has served, until when it may be kept, and whether input has arrived
 * on it. HttpCore reads heads and bodies.
 */
public final class UpstreamConnection extends PooledConnection {

    private final ResponseHeadParser parser;
    private final Consumer<UpstreamConnection> closedWhileIdle;
    private final Runnable removeClosed;
    private final Reactor reactor;
    private ConnectionRoute route;
    private ConnectionInput input;
    private RequestOutput output;
    private SocketChannel channel;      // null for TLS
    private WatchedChannel watched;     // null for Unix sockets
    private UnixSocket unix;            // null for TCP, and below TLS
    private int exchanges;
    private long keepUntil;             // on the upstream's clock, if keptForLimited
    private boolean keptForLimited;
    private boolean login;
    private volatile boolean idle;
    private volatile LeaseVerdict.Reason endedWhileIdle;
    private volatile boolean sendingStopped;
    private volatile boolean closed;
    private TlsTransport transport;     // null without TLS
    private volatile TunnelChannel tunnel;  // null, or serves a tunnel

    /**
     * @param closedWhileIdle receives this connection if it is closed while idle in the pool
     * @param removeClosed    removes closed connections from the pool
     * @param reactor         watches the connection while a request waits for its response without a thread
     */
    public UpstreamConnection(String id, Http1Config config, ResponseHeadParser parser, Consumer<UpstreamConnection> closedWhileIdle, Runnable removeClosed, Reactor reactor) {
        super(id, config, parser);
        this.reactor = reactor;
        this.removeClosed = removeClosed;
        this.parser = parser;
        this.closedWhileIdle = closedWhileIdle;
    }

    /**
     * To be called once, when the socket is connected.
     *
     * @throws IOException if the connection was closed meanwhile; the caller must then close the socket
     */
    public void connected(ConnectionRoute to, Socket plain) throws IOException {
        route = to;
        unix = plain instanceof UnixSocket socket ? socket : null;
        channel = plain.getChannel();
        watched = unix != null || channel == null ? null : reactor.watch(channel, null, this::diedWhileIdle);
        bind(watched == null ? new SocketHolder(plain) : new WatchedSocket(plain, watched));
        ready(null);
    }

    /** To be called instead of the other method for TLS, after the handshake; fails for the same reason. */
    public void connected(ConnectionRoute to, TlsTransport below, SSLSocket tls) throws IOException {
        route = to;
        SocketChannel encrypted = below.watchableChannel();
        watched = encrypted == null ? null : reactor.watch(encrypted, below.decryption(), this::diedWhileIdle);
        if (watched != null) below.watchedBy(watched, tls);
        bind(watched == null ? new SocketHolder(tls, below) : new WatchedSocket(tls, below, watched));
        ready(below);
    }

    private void ready(TlsTransport transport) throws IOException {
        this.transport = transport;
        if (closed) throw new IOException("the connection was closed while it was being made");     // else a socket that is bound now would remain open
        input = new ConnectionInput(getSocketHolder(), watched, unix, transport);
        output = new RequestOutput(getSocketHolder().getOutputStream(), channel, watched);
    }

    @Override
    public void close(CloseMode mode) {
        boolean swept = idle && !closed;
        closed = true;
        if (watched != null) watched.closing(mode == CloseMode.GRACEFUL && (idle || Reactor.isCurrent()));
        super.close(mode);
        if (watched != null) watched.closed();
        if (tunnel != null) tunnel.closed();
        if (swept) closedWhileIdle.accept(this);
    }

    /** To be called after a switch of protocols, by the owner: from now on only the result reads and writes this connection. Not for TLS on a Unix socket. */
    public TunnelChannel tunnel() throws IOException {
        byte[] first = parser.takeBuffered();
        Encryption encryption = transport == null ? null : transport.neverWait(getSocketHolder().getSSLSocket());
        TunnelChannel begun = watched != null ? watched.tunnel(encryption, first) : reactor.tunnel(unix.getChannel(), unix.append(first));
        tunnel = begun;
        if (closed) begun.closed();
        return begun;
    }

    /** Called on a selector thread. A request that leases the connection at this moment finds it closed, or closes it. */
    private void diedWhileIdle() {
        endedWhileIdle = watched.hasReceived() ? LeaseVerdict.Reason.EXTRA_BYTES : LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
        close(CloseMode.IMMEDIATE);
        removeClosed.run();
    }

    /** Why the connection ended while idle; null if that was not detected. */
    LeaseVerdict.Reason endedWhileIdle() {
        return endedWhileIdle;
    }

    /**
     * Waits for input without a thread. After this method has returned true, the caller must not touch this connection any more: the waiter owns it.
     *
     * @return false if input has arrived already, or this connection cannot be watched; then nothing will be called
     */
    public boolean await(Waiter waiter) throws IOException {
        return watched != null && parser.buffered() == 0 && watched.await(waiter);
    }

    /** Passes the bytes that the selector thread has received, and that were not read yet, to {@code check}; false if there can be none. */
    public boolean received(ReceivedBytes.Check check) {
        return watched != null && watched.received(check);
    }

    /** Whether the stream ended without a {@code close_notify} of TLS: an attacker in between may have cut it. */
    public boolean wasCut() {
        return input.wasCut();
    }

    /** Whether other readers may find a different end of the last response ({@code ProxyBadHeader StartBody}, folded framing fields). */
    public boolean headWasDoubtful() {
        return parser.isDoubtful();
    }

    /** Whether the proxy has closed the connection. */
    public boolean isClosed() {
        return closed;
    }

    /** From now on a client may be logged in on this connection. */
    public void carriesLogin() {
        login = true;
    }

    /** Whether a client may be logged in on this connection ({@link LoginScheme}). */
    public boolean hasLogin() {
        return login;
    }

    /** How many exchanges have begun on this connection. */
    public int exchanges() {
        return exchanges;
    }

    public void beginExchange() {
        exchanges++;
        output.begin();
    }

    /** Starts the idle time, with its limit. */
    public void keepFor(Optional<Duration> limit, long now) {
        keptForLimited = limit.isPresent();
        keepUntil = now + limit.map(Duration::toNanos).orElse(0L);
        idle = true;
        if (watched != null) watched.idle();
    }

    /** A request has leased the connection. */
    public void taken() {
        idle = false;
        if (watched != null) watched.own();
    }

    /** Whether the limit of the idle time has passed. */
    boolean isOverdue(long now) {
        return keptForLimited && now - keepUntil >= 0;
    }

    /** Checks whether the connection can be used for the next exchange: {@link LeaseVerdict.Reason#REUSED}, or the reason against it. */
    public LeaseVerdict.Reason inspect(ConnectionRoute wanted, long now) {
        if (!wanted.authority().equals(route.authority()) || !wanted.remote().equals(route.remote())) return LeaseVerdict.Reason.ADDRESS;
        if (!wanted.tlsName().equals(route.tlsName())) return LeaseVerdict.Reason.TLS_NAME;
        if (isOverdue(now)) return LeaseVerdict.Reason.IDLE_LIMIT;
        if (parser.buffered() > 0) return LeaseVerdict.Reason.EXTRA_BYTES;
        try {
            int read = input.peek();
            if (read < 0) return LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
            return read > 0 ? LeaseVerdict.Reason.EXTRA_BYTES : LeaseVerdict.Reason.REUSED;
        } catch (IOException e) {
            return LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
        }
    }

    /** Sends the bytes of requests. */
    public RequestOutput output() {
        return output;
    }

    /** Whether sending has been ended. */
    public boolean sendingStopped() {
        return sendingStopped;
    }

    /** Ends a write that waits on a different thread, if the upstream has responded meanwhile; the response can still be read. Not for TLS. */
    public void stopSendingIfAnswered() {
        if (channel == null || unix != null || !hasInput()) return;     // input on TLS and on Unix sockets cannot be checked by two threads
        try {
            sendingStopped = true;
            channel.shutdownOutput();
        } catch (IOException e) {
            // The connection is broken or closed, which also ends the write.
        }
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream stream) {
        return length == ResponseFraming.CHUNKED ? new ChunkedBody(buffer, stream, parser) : super.createContentInputStream(length, buffer, stream);
    }

    /** Bytes of a response that were received and not yet read. */
    public int buffered() {
        return parser.buffered() + (watched == null ? 0 : watched.available());
    }

    /** Whether a byte could be read without waiting. */
    public boolean hasInput() {
        return parser.buffered() > 0 || available() > 0;
    }

    /** How many bytes could be read without waiting, framing included. */
    public int available() {
        try {
            return parser.buffered() + input.available();
        } catch (IOException e) {
            return Integer.MAX_VALUE;       // the next read reports the fault
        }
    }
}
