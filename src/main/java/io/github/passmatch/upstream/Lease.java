package io.github.passmatch.upstream;

import io.github.passmatch.upstream.connect.Slots;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.WouldWait;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.util.Timeout;

/** Leases a connection from a rule's connection manager, and waits for a free slot if {@code max} connections are in use. */
final class Lease {

    private Lease() { }

    /**
     * Leases a connection and takes a slot. The caller must give both back.
     *
     * @throws UpstreamFailure if none was free within {@code acquire}, or the proxy is being stopped
     */
    static ConnectionEndpoint of(PoolingHttpClientConnectionManager manager, Slots slots, HttpRoute route, Attempt attempt) throws UpstreamFailure, ClientGone {
        long start = System.nanoTime();
        boolean done = false;
        takeSlot(slots, attempt, start);
        try {
            // The pool has no limit, so this does not wait.
            Timeout limit = Timeout.ofMilliseconds(Math.max(1, attempt.settings().acquire().toMillis()));
            ConnectionEndpoint endpoint = manager.lease("", route, limit, attempt.login()).get(limit);
            done = true;
            return endpoint;
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "no connection could be leased: " + e, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!done) slots.give();
            attempt.record().queued(System.nanoTime() - start);
        }
    }

    private static void takeSlot(Slots slots, Attempt attempt, long start) throws UpstreamFailure, ClientGone {
        CompletableFuture<Void> slot = slots.take();
        if (slot.isDone() && !slot.isCancelled()) return;
        boolean done = false;
        attempt.guard().endBy(() -> slot.cancel(false));
        try {
            WouldWait.onSelector();
            slot.get(Math.max(1, attempt.settings().acquire().toMillis()), TimeUnit.MILLISECONDS);
            done = true;
        } catch (CancellationException e) {
            attempt.refuseIfEnded(Phase.ACQUIRE, e);
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "the proxy is being stopped", e);
        } catch (TimeoutException | ExecutionException e) {
            throw exhausted(attempt, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!done) {
                slots.abandon(slot);
                attempt.record().queued(System.nanoTime() - start);
            }
        }
    }

    private static UpstreamFailure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "interrupted while " + Phase.ACQUIRE.doing(), cause);
    }

    private static UpstreamFailure exhausted(Attempt attempt, Exception cause) {
        String message = "no connection to " + attempt.request().target().authority() + " became free within acquire=" + UpstreamFailure.millis(attempt.settings().acquire())
                + " (max=" + attempt.settings().max() + " all in use)";
        return new UpstreamFailure(UpstreamFailure.Kind.POOL_EXHAUSTED, Phase.ACQUIRE, message, cause);
    }
}
