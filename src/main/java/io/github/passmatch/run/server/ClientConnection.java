package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.run.tls.TimedConnection;
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
 * Enforces the time limits for one client connection. Jetty's idle timeout restarts with each byte, so a client that sends single bytes slowly
 * never reaches the idle timeout; {@link #checkLimits} closes the connection of such a client.
 */
final class ClientConnection extends HttpConnection implements TimedConnection {

    private static final byte[] REQUEST_TIMEOUT = ("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"
            + "408 Request Timeout\n").getBytes(US_ASCII);

    /** The phase of the connection. */
    private enum State { IDLE, READING_HEAD, IN_REQUEST, ENDED }

    private final ClientLimits limits;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile long phaseStart = System.nanoTime();
    private volatile long bytesBeforeHead;
    private volatile TimedStream stream;

    ClientConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, ClientLimits limits) {
        super(configuration, connector, endPoint);
        this.limits = limits;
    }

    /** Whether the body of the request, whose head has just been received, was received too. */
    boolean hasWholeBody() {
        long length = getParser().getContentLength();
        return length >= 0 && getEndPoint() instanceof ClientEndPoint endPoint && endPoint.unparsed() >= length;
    }

    @Override
    public void checkLimits(long now, boolean draining) {
        if (hasUnreadInput()) return;
        switch (state.get()) {
            case IDLE -> checkIdle(now, draining);
            case READING_HEAD -> {
                if (limits.head().isOver(now - phaseStart, getBytesIn() - bytesBeforeHead) && state.compareAndSet(State.READING_HEAD, State.ENDED)) sendTimeout();
            }
            case IN_REQUEST -> {
                TimedStream current = stream;
                if (current != null && current.isLate(now)) onIdleExpired(new TimeoutException("RequestReadTimeout body"));
            }
            case ENDED -> { }
        }
    }

    /** Whether the client has sent bytes that the server has not begun to read. This time does not count against any time limit of the client. */
    private boolean hasUnreadInput() {
        State now = state.get();
        return (now == State.IDLE || now == State.READING_HEAD) && ClientEndPoint.hasUnreadInput(getEndPoint());
    }

    private void checkIdle(long now, boolean draining) {
        long idleTime = now - phaseStart;
        boolean expired = getMessagesIn() == 0 ? limits.head().isOver(idleTime, 0) : idleTime >= limits.keepAliveTimeout().toNanos();
        if ((expired || draining) && state.compareAndSet(State.IDLE, State.ENDED)) getEndPoint().close();
    }

    /** Writes directly to the endpoint, because nothing else writes while a head is being read. */
    private void sendTimeout() {
        getEndPoint().write(Callback.from(getEndPoint()::close), ByteBuffer.wrap(REQUEST_TIMEOUT));
    }

    /** A client that waits for the response is not idle: the time limits for the upstream apply. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return !hasUnreadInput() && !isWaitingForUpstream() && super.onIdleExpired(timeout);
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

    /** Records when a request head begins and when it is complete. */
    private final class HeadHandler extends RequestHandler {

        /** Jetty also calls this method when there is nothing to parse. */
        @Override
        public void messageBegin() {
            super.messageBegin();
            if (isRequestBufferEmpty() || state.get() != State.IDLE) return;
            bytesBeforeHead = getBytesIn();
            phaseStart = System.nanoTime();
            state.compareAndSet(State.IDLE, State.READING_HEAD);
        }

        @Override
        public boolean headerComplete() {
            if (!state.compareAndSet(State.READING_HEAD, State.IN_REQUEST)) throw new IllegalStateException("the connection ended before the request head was complete");
            return super.headerComplete();
        }

        /** Jetty sends the response, and closes the connection. */
        @Override
        public void badMessage(HttpException failure) {
            state.set(State.ENDED);
            super.badMessage(failure);
        }
    }

    /** Measures the time for which the server waits for the request body. The time that the upstream needs does not count. */
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
        @SuppressWarnings("NonAtomicVolatileUpdate") // only the reading thread writes
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
            phaseStart = System.nanoTime();
            state.compareAndSet(State.IN_REQUEST, State.IDLE);
        }
    }
}
