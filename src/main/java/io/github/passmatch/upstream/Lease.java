package io.github.passmatch.upstream;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.util.Timeout;

/** Asks a rule's manager for a connection, and waits for one if {@code max} are in use. */
final class Lease {

    private Lease() { }

    /** @throws UpstreamFailure if none was free within {@code acquire}, or the proxy is being stopped */
    static ConnectionEndpoint of(PoolingHttpClientConnectionManager manager, HttpRoute route, Attempt attempt) throws UpstreamFailure, ClientGone {
        Timeout limit = Timeout.ofMilliseconds(Math.max(1, attempt.settings().acquire().toMillis()));
        long start = System.nanoTime();
        try {
            LeaseRequest wait = manager.lease("", route, limit, null);
            attempt.guard().endBy(wait::cancel);
            return wait.get(limit);
        } catch (CancellationException e) {
            attempt.refuseIfEnded(Phase.ACQUIRE, e);
            throw exhausted(attempt, e);
        } catch (TimeoutException e) {
            throw exhausted(attempt, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) throw exhausted(attempt, e);
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "no connection could be leased: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "interrupted while " + Phase.ACQUIRE.doing(), e);
        } catch (IllegalStateException e) {
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "the proxy is being stopped", e);
        } finally {
            attempt.course().queued(System.nanoTime() - start);
        }
    }

    private static UpstreamFailure exhausted(Attempt attempt, Exception cause) {
        String message = "no connection to " + attempt.request().target().authority() + " became free within acquire=" + UpstreamFailure.millis(attempt.settings().acquire())
                + " (max=" + attempt.settings().max() + " all in use)";
        return new UpstreamFailure(UpstreamFailure.Kind.POOL_EXHAUSTED, Phase.ACQUIRE, message, cause);
    }
}
