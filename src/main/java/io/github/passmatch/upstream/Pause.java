package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Guard;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Represents a pause of a request that waits for nothing but time. The pause ends earlier if the client leaves, or if the proxy is being stopped. */
public final class Pause implements AutoCloseable {

    private final Guard guard;

    Pause(Guard guard) {
        this.guard = guard;
    }

    /** @param resume called once, on any thread, also before this method returns; must not wait */
    public void await(long millis, Runnable resume) {
        AtomicBoolean over = new AtomicBoolean();
        guard.arm(TimeUnit.MILLISECONDS.toNanos(millis));
        guard.endBy(() -> {
            if (over.compareAndSet(false, true)) resume.run();
        });
    }

    /** Waits on the calling thread. */
    public void await(long millis) throws UpstreamFailure {
        Reactor.refuseToWait();
        CountDownLatch end = new CountDownLatch(1);
        await(millis, end::countDown);
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "interrupted while waiting for a member of the balancer", e);
        }
    }

    /** Ends the pause on any thread, because the proxy is being stopped. */
    public void abort() {
        guard.shutDown();
    }

    /** Throws if the pause was ended before its time. */
    public void requireOver() throws UpstreamFailure, ClientGone {
        if (guard.endedBy(Guard.Cause.CLIENT_GONE)) throw new ClientGone("the client left while the proxy waited for a member of the balancer", new IOException("no member"));
        if (guard.endedBy(Guard.Cause.SHUT_DOWN)) throw new UpstreamFailure(UpstreamFailure.Kind.SHUT_DOWN, "the proxy is being stopped", null);
    }

    @Override
    public void close() {
        guard.close();
    }
}
