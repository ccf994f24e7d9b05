package io.github.passmatch.upstream;

import io.github.passmatch.upstream.connect.Slots;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Guard;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.util.Timeout;

/**
 * Leases a connection from a rule's connection manager for one attempt. If {@code max} connections are in use, the attempt waits for a free slot, with a thread ({@link #get}) or without one
 * ({@link #await}, then {@code get}); all wait in one queue.
 */
final class Lease implements AutoCloseable {

    private final Slots slots;
    private final Attempt attempt;
    private final long start = System.nanoTime();
    private final CompletableFuture<Void> slot;
    private boolean limited;        // the guard enforces acquire
    private boolean over;           // get was called, or close

    /** Asks for a slot, and does not wait. */
    Lease(Slots slots, Attempt attempt) {
        this.slots = slots;
        this.attempt = attempt;
        this.slot = slots.take();
    }

    Attempt attempt() {
        return attempt;
    }

    /** Whether {@link #get} would have to wait. */
    boolean isQueued() {
        return !slot.isDone();
    }

    /**
     * Waits for a slot without a thread. The caller must not touch this lease any more.
     *
     * @param resume called once when the wait is over, for whatever reason, on any thread, also before this method returns; must not wait
     */
    void await(Runnable resume) {
        limited = true;
        attempt.guard().arm(acquireMillis() * 1_000_000);
        attempt.guard().endBy(() -> slots.leave(slot));
        CompletableFuture<Void> unused = slot.whenComplete((none, cancelled) -> {
            attempt.guard().disarm();
            resume.run();
        });
    }

    /**
     * Leases a connection, and waits for a slot if necessary. The caller must give both back. To be called once.
     *
     * @throws UpstreamFailure if none was free within {@code acquire}, or the proxy is being stopped
     */
    ConnectionEndpoint get(PoolingHttpClientConnectionManager manager, HttpRoute route) throws UpstreamFailure, ClientGone {
        over = true;
        boolean done = false;
        try {
            takeSlot();
            ConnectionEndpoint endpoint = lease(manager, route);
            done = true;
            return endpoint;
        } finally {
            if (!done) slots.abandon(slot);
            attempt.record().queued(System.nanoTime() - start);
        }
    }

    private ConnectionEndpoint lease(PoolingHttpClientConnectionManager manager, HttpRoute route) throws UpstreamFailure {
        try {
            // The pool has no limit, so this does not wait.
            Timeout limit = Timeout.ofMilliseconds(acquireMillis());
            return manager.lease("", route, limit, attempt.login()).get(limit);
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "no connection could be leased: " + e, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void takeSlot() throws UpstreamFailure, ClientGone {
        // The guard acts only once: after it has acted, a slot that was given at the same moment cannot be used.
        if (limited && attempt.guard().endedBy(Guard.Cause.LIMIT)) throw exhausted(null);
        if (slot.isDone() && !slot.isCancelled()) return;
        Reactor.refuseToWait();
        attempt.guard().endBy(() -> slots.leave(slot));
        try {
            slot.get(acquireMillis(), TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            attempt.refuseIfEnded(Phase.ACQUIRE, e);
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "the proxy is being stopped", e);
        } catch (TimeoutException | ExecutionException e) {
            throw exhausted(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private long acquireMillis() {
        return Math.max(1, attempt.settings().acquire().toMillis());
    }

    private static UpstreamFailure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "interrupted while " + Phase.ACQUIRE.doing(), cause);
    }

    private UpstreamFailure exhausted(Exception cause) {
        String message = "no connection to " + attempt.request().target().authority() + " became free within acquire=" + UpstreamFailure.millis(attempt.settings().acquire())
                + " (max=" + attempt.settings().max() + " all in use)";
        return new UpstreamFailure(UpstreamFailure.Kind.POOL_EXHAUSTED, Phase.ACQUIRE, message, cause);
    }

    /** Leaves the queue, if {@link #get} was not called. */
    @Override
    public void close() {
        if (over) return;
        over = true;
        attempt.guard().close();
        slots.abandon(slot);
    }
}
