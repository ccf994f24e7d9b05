package io.github.passmatch.upstream;

import io.github.passmatch.upstream.http1.ReceivedResponse;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Waiter;
import io.github.passmatch.upstream.reactor.WouldWait;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.ResponseListener;
import java.util.function.IntPredicate;

/**
 * Represents an exchange whose response has not been received: first a connection is missing, then the response. The owner calls {@link #send} and then {@link #receive}, which both wait on the calling thread. Before
 * each of them, the owner may wait without a thread, by {@link #awaitConnection} and {@link #await}; the code that is resumed then owns the exchange.
 */
public final class PendingExchange implements AutoCloseable {

    /** Bytes that a socket with an empty send buffer accepts at once; Linux accepts 16 KiB at least. */
    private static final int SENT_AT_ONCE = 12 * 1024;

    private final Upstream upstream;
    private final UpstreamRequest request;
    private final ResponseListener listener;
    private final ExchangeRecord record;
    private final Deadline total;
    private LeaseVerdict.Reason insistOnNew;        // why a kept connection must not be used, or null
    private boolean replayed;
    private boolean received;
    private volatile Lease lease;       // of the current attempt
    private Exchange begun;             // by beginConnect; null before and after that
    private Exception failure;          // of beginConnect, or null
    private Exchange exchange;          // null until the request has been sent

    PendingExchange(Upstream upstream, UpstreamRequest request, ResponseListener listener, ExchangeRecord record) {
        this.upstream = upstream;
        this.request = request;
        this.listener = listener;
        this.record = record;
        this.total = Deadline.in(upstream.settings().totalTimeout());
        this.insistOnNew = request.insistsOnNew(upstream.settings());
        this.lease = upstream.lease(request, listener, total, record);
    }

    /** Whether {@link #send} would have to wait for a connection. */
    public boolean isQueued() {
        return lease.isQueued();
    }

    /** Whether {@link #await} is not possible, sending waits for the client, or each request needs a handshake: then a thread has to wait, at least after a connection was leased. */
    public boolean needsThread() {
        boolean handshake = request.target().authority().isTls() && !upstream.settings().reuse().pooled();
        return handshake || !request.body().isReady() || request.target().authority().socket().isPresent();
    }

    /**
     * Whether {@link #beginConnect} need not wait, and then {@link #send}, unless another request is faster: there is a kept connection, or the address of the upstream is known; and the send buffer, which is empty,
     * can hold the request.
     */
    public boolean sendsAtOnce() {
        if (request.size() > SENT_AT_ONCE || needsThread()) return false;
        boolean kept = insistOnNew == null && upstream.idle() > 0;
        return kept || upstream.connector().beginsAtOnce(lease.attempt().route());
    }

    /**
     * Waits for a connection without a thread, in the same queue as the requests that wait with a thread, and under the same limits. The caller must not touch this exchange any more.
     *
     * @param resume called once when {@link #send} need not wait for a connection, or fails, on any thread, also before this method returns; must not wait
     */
    public void awaitConnection(Runnable resume) {
        lease.await(resume);
    }

    /**
     * Begins to make a connection, if that is necessary and possible without waiting. Not to be called while {@link #isQueued}. A failure is thrown by {@link #send}.
     *
     * @return whether {@code send} would have to wait until the connection is made
     */
    public boolean beginConnect() {
        if (begun != null || failure != null || isQueued() || needsThread() || insistOnNew == null && upstream.idle() > 0) return false;
        try {
            begun = upstream.begin(lease, insistOnNew);
            return begun.beginConnect();
        } catch (UpstreamFailure | ClientGone e) {
            failure = e;
            return false;
        }
    }

    /**
     * Waits without a thread until the connection is made, or cannot be made, within the same limits as {@link #send}. After {@link #beginConnect} has returned true. The caller must not touch this exchange any more.
     *
     * @param resume called once, on any thread, also before this method returns; must not wait
     */
    public void awaitConnected(Runnable resume) {
        begun.awaitConnected(resume);
    }

    /**
     * Sends the request, and waits for a connection if necessary. A request that met a dead connection is sent once more, on a new connection, if that is safe. To be called once.
     *
     * @throws UpstreamFailure if the request cannot be sent
     * @throws ClientGone      if the request body broke off, or the client has left
     * @throws WouldWait       on a selector thread, if there is no kept connection; then {@code send} can be called again, on a thread that may wait
     */
    public void send() throws UpstreamFailure, ClientGone {
        try {
            attempt();
        } catch (DeadConnection dead) {
            replay(dead);
        }
    }

    private void attempt() throws UpstreamFailure, ClientGone, DeadConnection {
        if (failure instanceof UpstreamFailure e) throw e;
        if (failure instanceof ClientGone e) throw e;
        try {
            Exchange next = begun != null ? begun : upstream.begin(lease, insistOnNew);
            begun = null;
            exchange = Upstream.send(next);
        } catch (WouldWait e) {
            lease = upstream.lease(request, listener, total, record);
            throw e;
        }
    }

    private void replay(DeadConnection dead) throws UpstreamFailure, ClientGone {
        if (replayed || !dead.mayReplay(request)) throw dead.failure();
        replayed = true;
        try {
            insistOnNew = LeaseVerdict.Reason.REPLAY;
            lease = upstream.lease(request, listener, total, record);
            attempt();
        } catch (DeadConnection again) {
            throw again.failure();
        }
    }

    /**
     * Reads the head of the response, and waits for it if necessary. A request that was sent on a dead connection is sent once more, on a new connection, if that is safe. To be called once.
     *
     * @return the exchange, of which the response body has not been read yet; to be closed by the caller
     * @throws UpstreamFailure if there is no response to give to the client
     * @throws ClientGone      if the request body broke off, or the client has left
     */
    public Exchange receive() throws UpstreamFailure, ClientGone {
        received = true;
        try {
            return tryToReceive();
        } catch (DeadConnection dead) {
            replay(dead);
        }
        try {
            return tryToReceive();
        } catch (DeadConnection again) {
            throw again.failure();
        }
    }

    private Exchange tryToReceive() throws UpstreamFailure, ClientGone, DeadConnection {
        boolean done = false;
        try {
            exchange.receive();
            done = true;
            return exchange;
        } finally {
            if (!done) exchange.close();
        }
    }

    /**
     * Waits for the head of the response without a thread. After this method has returned true, the caller must not touch this exchange any more.
     *
     * @param resume called once, on a thread that must not wait: a selector thread, or the thread that ended the wait
     * @return false if a part of the response was received already, or only a thread can wait for it: then nothing is called, and the caller still owns this exchange
     */
    public boolean await(Runnable resume) {
        return exchange.await(new Waiter() {
            @Override
            public boolean isEnough(byte[] bytes, int offset, int length) {
                return new ReceivedResponse(bytes, offset, length).hasHead();
            }

            @Override
            public void resume() {
                resume.run();
            }
        });
    }

    /**
     * Whether {@link #receive}, and reading the body to its end after that, will not wait.
     *
     * @param maxBody      maximum length of the body, bytes
     * @param statusFilter accepts the status code
     */
    public boolean isWhole(int maxBody, IntPredicate statusFilter) {
        return exchange.isWhole(maxBody, statusFilter);
    }

    /** Ends all waits of the exchange, also after {@link #receive}, because the proxy is being stopped. On any thread. */
    public void abort() {
        lease.attempt().guard().shutDown();
    }

    /** Closes an exchange that was not received. After {@link #receive}, the caller of that method closes the exchange. */
    @Override
    public void close() {
        if (received) return;
        if (begun != null) begun.close();
        if (exchange != null) exchange.close();
        lease.close();
    }
}
