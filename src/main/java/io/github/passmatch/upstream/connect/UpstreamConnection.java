package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.ChunkedBody;
import io.github.passmatch.upstream.http1.ResponseFraming;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.LoginScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
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
 * One connection to an upstream, as it lies in the pool. HttpClient's connection reads heads and bodies; what it does not tell is
 * added here: how many exchanges it has served, until when it may be kept, and whether anything has arrived on it.
 */
public final class UpstreamConnection extends PooledConnection {

    private final ResponseHeadParser parser;
    private final Consumer<UpstreamConnection> closedWhileIdle;
    private final Runnable removeClosed;
    private final Reactor reactor;
    private ConnectionRoute route;
    private OutputStream out;
    private InputStream in;
    private SocketChannel channel;      // null for TLS
    private WatchedChannel watched;     // null for TLS and unix sockets
    private UnixSocket unix;            // null if it is none, or below TLS
    private TlsTransport transport;     // null without TLS
    private int exchanges;
    private long written;
    private long keepUntil;             // on the upstream's clock, if keptForLimited
    private boolean keptForLimited;
    private boolean login;
    private volatile boolean idle;
    private volatile LeaseVerdict.Reason endedWhileIdle;
    private volatile boolean sendingStopped;
    private volatile boolean closed;

    /**
     * @param closedWhileIdle is told when it is closed in the pool, instead of by a request that looked at it
     * @param removeClosed    takes connections that have ended out of the pool
     * @param reactor         watches it while a request waits for its answer without a thread
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
     * @throws IOException if the connection was closed meanwhile; the socket is then left to the caller
     */
    public void connected(ConnectionRoute to, Socket plain) throws IOException {
        route = to;
        unix = plain instanceof UnixSocket socket ? socket : null;
        channel = plain.getChannel();
        watched = unix != null || channel == null ? null : reactor.watch(channel, this::diedWhileIdle);
        bind(watched == null ? new SocketHolder(plain) : new WatchedSocket(plain, watched));
        refuseIfClosed();
        useStreams();
    }

    /** To be called instead when the socket is connected and the handshake done; fails likewise. */
    public void connected(ConnectionRoute to, TlsTransport below, SSLSocket tls) throws IOException {
        route = to;
        bind(tls, below);
        refuseIfClosed();
        transport = below;
        useStreams();
    }

    /** A socket that is bound after the connection was closed would stay open. */
    private void refuseIfClosed() throws IOException {
        if (closed) throw new IOException("the connection was closed while it was being made");
    }

    @Override
    public void close(CloseMode mode) {
        boolean swept = idle && !closed;
        closed = true;
        super.close(mode);
        if (watched != null) watched.closed();
        if (swept) closedWhileIdle.accept(this);
    }

    /** Called on a selector thread. Whoever leases it at this moment finds it closed, or closes it. */
    private void diedWhileIdle() {
        endedWhileIdle = watched.available() > 0 ? LeaseVerdict.Reason.EXTRA_BYTES : LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
        close(CloseMode.IMMEDIATE);
        removeClosed.run();
    }

    /** What ended it in the pool; null if that was not seen. */
    LeaseVerdict.Reason endedWhileIdle() {
        return endedWhileIdle;
    }

    private void useStreams() throws IOException {
        in = getSocketHolder().getInputStream();
        out = getSocketHolder().getOutputStream();
    }

    /**
     * Waits for input without a thread. After true was returned, nothing of this connection may be touched any more: the waiter has it.
     *
     * @return false if input is there already, or this connection cannot be watched; then nothing will be called
     */
    public boolean await(WatchedChannel.Waiter waiter) throws IOException {
        return watched != null && parser.buffered() == 0 && watched.await(waiter);
    }

    /** Looks at what the selector thread has received and nobody has read. */
    public boolean received(WatchedChannel.Look look) {
        return watched != null && watched.received(look);
    }

    /** Whether the stream has ended and TLS had not said that it would: somebody on the way may have cut it. */
    public boolean wasCut() {
        return transport != null && transport.ended();
    }

    /** Whether other readers may find another end of the last answer ({@code ProxyBadHeader StartBody}, folded fields of framing). */
    public boolean headWasDoubtful() {
        return parser.isDoubtful();
    }

    /** Whether it has been closed from this end. */
    public boolean isClosed() {
        return closed;
    }

    /** From now on somebody may be logged in on it. */
    public void carriesLogin() {
        login = true;
    }

    /** Whether somebody may be logged in on it ({@link LoginScheme}). */
    public boolean hasLogin() {
        return login;
    }

    /** How many exchanges have begun on it. */
    public int exchanges() {
        return exchanges;
    }

    public void beginExchange() {
        exchanges++;
        written = 0;
    }

    /** Notes for how long it may lie idle, from {@code now} on. */
    public void keepFor(Optional<Duration> limit, long now) {
        keptForLimited = limit.isPresent();
        keepUntil = now + limit.map(Duration::toNanos).orElse(0L);
        idle = true;
        if (watched != null) watched.idle();
    }

    /** A request has it again. */
    public void taken() {
        idle = false;
        if (watched != null) watched.own();
    }

    /** Whether it has lain idle for longer than it may. */
    boolean isOverdue(long now) {
        return keptForLimited && now - keepUntil >= 0;
    }

    /** Looks whether it is fit for another exchange: {@link LeaseVerdict.Reason#REUSED}, or what is wrong with it. */
    public LeaseVerdict.Reason inspect(ConnectionRoute wanted, long now) {
        if (!wanted.authority().equals(route.authority()) || !wanted.remote().equals(route.remote())) return LeaseVerdict.Reason.ADDRESS;
        if (!wanted.tlsName().equals(route.tlsName())) return LeaseVerdict.Reason.TLS_NAME;
        if (isOverdue(now)) return LeaseVerdict.Reason.IDLE_LIMIT;
        if (parser.buffered() > 0) return LeaseVerdict.Reason.EXTRA_BYTES;
        try {
            int read = peek();
            if (read < 0) return LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
            return read > 0 ? LeaseVerdict.Reason.EXTRA_BYTES : LeaseVerdict.Reason.REUSED;
        } catch (IOException e) {
            return LeaseVerdict.Reason.CLOSED_BY_UPSTREAM;
        }
    }

    /** Reads without waiting: -1 at the end of the stream, 0 if nothing is there. */
    private int peek() throws IOException {
        if (watched != null && watched.isWatched()) return watched.look();
        if (unix != null) return unix.peek();
        return channel == null ? peekThroughTls() : NonBlockingRead.at(channel, ByteBuffer.allocate(1));
    }

    /** Below TLS, bytes may lie that are no data (tickets, alerts), so only a read tells; its shortest wait is a millisecond. Mostly nothing lies there. */
    private int peekThroughTls() throws IOException {
        if (in.available() == 0 && !transport.hasInput()) return 0;
        Socket socket = getSocket();
        socket.setSoTimeout(1);
        try {
            return in.read() < 0 ? -1 : 1;
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Sends bytes; returns when all are with the operating system. Counts those that are, also when it fails. */
    public void write(byte[] bytes, int length) throws IOException {
        if (channel == null) {
            written += length;      // below TLS there is no telling how many, so all might be
            out.write(bytes, 0, length);
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            int now = channel.write(buffer);
            written += now;
            if (now == 0 && watched != null) watched.block();       // it takes no more for the moment
        }
    }

    /** Whether nothing more can be sent on it. */
    public boolean sendingStopped() {
        return sendingStopped;
    }

    /** Ends a write that waits, on another thread, if the upstream has answered meanwhile; what it sent can still be read. Not below TLS. */
    public void stopSendingIfAnswered() {
        if (channel == null || unix != null || !hasInput()) return;     // neither TLS nor a unix socket can be looked at by two threads
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // It is broken or closed, which ends the write as well.
        }
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream stream) {
        return length == ResponseFraming.CHUNKED ? new ChunkedBody(buffer, stream, parser) : super.createContentInputStream(length, buffer, stream);
    }

    /** Bytes of the current exchange's request that the operating system has taken. */
    public long written() {
        return written;
    }

    /** Bytes of a response that were received and not yet read. */
    public int buffered() {
        return parser.buffered();
    }

    /** Whether a byte could be read without waiting. */
    public boolean hasInput() {
        return parser.buffered() > 0 || available() > 0;
    }

    /** How many bytes could be read without waiting, framing included. */
    public int available() {
        try {
            return parser.buffered() + in.available();
        } catch (IOException e) {
            return Integer.MAX_VALUE;       // reading will tell what is wrong
        }
    }
}
