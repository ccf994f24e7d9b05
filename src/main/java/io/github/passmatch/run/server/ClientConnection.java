package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.server.ClientLimits;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * A client's connection that knows since when it has waited for what. Jetty's own limit starts anew with each byte, so a client that sends one byte now and
 * then is never ended by it; {@link #look} ends such a client.
 */
final class ClientConnection extends HttpConnection {

    private static final byte[] LATE = ("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"
            + "408 Request Timeout\n").getBytes(US_ASCII);

    /** What the connection is at. */
    private enum State { RESTING, READING_HEAD, IN_REQUEST, ENDED }

    private final ClientLimits limits;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
    private volatile long since = System.nanoTime();
    private volatile long bytesBefore;
    private volatile TimedStream stream;

    ClientConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, ClientLimits limits) {
        super(configuration, connector, endPoint);
        this.limits = limits;
    }

    /**
     * Ends the connection if the client has kept it waiting for too long. To be called now and then.
     *
     * @param now      nanoseconds as of {@link System#nanoTime}
     * @param draining whether the server is stopping: then a connection between two requests is ended at once
     */
    void look(long now, boolean draining) {
        if (isServerLate()) return;
        switch (state.get()) {
            case RESTING -> rest(now, draining);
            case READING_HEAD -> {
                if (limits.head().isOver(now - since, getBytesIn() - bytesBefore) && state.compareAndSet(State.READING_HEAD, State.ENDED)) refuse();
            }
            case IN_REQUEST -> {
                TimedStream current = stream;
                if (current != null && current.isLate(now)) onIdleExpired(new TimeoutException("RequestReadTimeout body"));
            }
            case ENDED -> { }
        }
    }

    /** Whether the client has sent what the server has not begun to read. No limit of the client counts that time. */
    private boolean isServerLate() {
        State now = state.get();
        return (now == State.RESTING || now == State.READING_HEAD) && getEndPoint() instanceof ClientEndPoint endPoint && endPoint.isUnread();
    }

    private void rest(long now, boolean draining) {
        long rested = now - since;
        boolean over = getMessagesIn() == 0 ? limits.head().isOver(rested, 0) : rested >= limits.keepAliveTimeout().toNanos();
        if ((over || draining) && state.compareAndSet(State.RESTING, State.ENDED)) getEndPoint().close();
    }

    /** Nothing else writes while a head is being read. */
    private void refuse() {
        getEndPoint().write(Callback.from(getEndPoint()::close), ByteBuffer.wrap(LATE));
    }

    /** A client that waits for the upstream's answer is silent by right; the upstream has its own limits. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return !isServerLate() && !isWaitingForUpstream() && super.onIdleExpired(timeout);
    }

    private boolean isWaitingForUpstream() {
        TimedStream current = stream;
        boolean writing = getEndPoint() instanceof AbstractEndPoint endPoint && endPoint.getWriteFlusher().isPending();
        return state.get() == State.IN_REQUEST && current != null && !current.isWaiting() && !writing;
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new HeadHandler();
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        TimedStream next = new TimedStream(method, uri, version);
        stream = next;
        return next;
    }

    /** Notes when a head begins and when it is whole. */
    private final class HeadHandler extends RequestHandler {

        /** Also called with nothing to parse. */
        @Override
        public void messageBegin() {
            super.messageBegin();
            if (isRequestBufferEmpty() || state.get() != State.RESTING) return;
            bytesBefore = getBytesIn();
            since = System.nanoTime();
            state.compareAndSet(State.RESTING, State.READING_HEAD);
        }

        @Override
        public boolean headerComplete() {
            if (!state.compareAndSet(State.READING_HEAD, State.IN_REQUEST)) throw new IllegalStateException("ended before the head was whole");
            return super.headerComplete();
        }

        /** Jetty answers, and closes the connection. */
        @Override
        public void badMessage(HttpException failure) {
            state.set(State.ENDED);
            super.badMessage(failure);
        }
    }

    /** Counts the time that a request's body keeps somebody waiting; what the upstream takes does not count. */
    private final class TimedStream extends HttpStreamOverHTTP1 {
        private static final long NOT_WAITING = Long.MIN_VALUE;

        private volatile long waitingSince = NOT_WAITING;
        private volatile long waited;
        private volatile long received;

        private TimedStream(String method, String uri, HttpVersion version) {
            super(method, uri, version);
        }

        private boolean isWaiting() {
            return waitingSince != NOT_WAITING;
        }

        private boolean isLate(long now) {
            long start = waitingSince;
            return start != NOT_WAITING && limits.body().isOver(waited + now - start, received);
        }

        @Override
        public void demand() {
            if (waitingSince == NOT_WAITING) waitingSince = System.nanoTime();
            super.demand();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the thread that reads only
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            long start = waitingSince;
            if (chunk == null) return null;
            if (start != NOT_WAITING) waited += System.nanoTime() - start;
            waitingSince = NOT_WAITING;
            received += chunk.remaining();
            return chunk;
        }

        @Override
        public void succeeded() {
            ended();
            super.succeeded();
        }

        private void ended() {
            waitingSince = NOT_WAITING;
            since = System.nanoTime();
            state.compareAndSet(State.IN_REQUEST, State.RESTING);
        }
    }
}
