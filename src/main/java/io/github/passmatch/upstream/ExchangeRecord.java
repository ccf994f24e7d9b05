package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.time.Duration;

/**
 * What is noted of an exchange while it goes on. Stays on one thread. Whoever forwards the request makes it, the
 * upstream side writes into it, and a {@link FinishedExchange} is made of it.
 */
public final class ExchangeRecord {

    private final long start = System.nanoTime();
    private final Observer.OfRule observer;
    private long queue;
    private long connect;
    private long ready;             // when the connection was there
    private long firstByte;
    private long sent;
    private long received;
    private LeaseVerdict lease;
    private ReleaseVerdict release;
    private boolean replayed;

    /** @param observer is told of connections as they are leased and released */
    public ExchangeRecord(Observer.OfRule observer) {
        this.observer = observer;
    }

    void queued(long nanos) {
        queue += nanos;
    }

    void connected(long nanos) {
        connect += nanos;
    }

    void leased(LeaseVerdict verdict) {
        replayed |= verdict.reason() == LeaseVerdict.Reason.REPLAY;
        lease = verdict;
        release = null;
        ready = System.nanoTime();
        observer.leased(verdict);
    }

    /** How long the connection has been there. */
    Duration sinceLeased() {
        return Duration.ofNanos(System.nanoTime() - ready);
    }

    void answered() {
        firstByte = System.nanoTime() - ready;
    }

    /** @param bytes of the request body, of this attempt */
    void sent(long bytes) {
        sent = bytes;
    }

    void received(int bytes) {
        if (bytes > 0) received += bytes;
    }

    /** @param verdict on a connection that had been leased as fit; what never was is not told */
    void released(ReleaseVerdict verdict) {
        if (lease == null || release != null) return;
        release = verdict;
        observer.released(lease, verdict);
    }

    /** How the connection was come by; null until there is one. */
    public LeaseVerdict lease() {
        return lease;
    }

    /** What became of it; null until it has been given back. */
    public ReleaseVerdict release() {
        return release;
    }

    /** Whether the request was sent twice. */
    public boolean replayed() {
        return replayed;
    }

    /** Bytes of the request body that went to the upstream. */
    public long sent() {
        return sent;
    }

    /** Bytes of the response body that came from it. */
    public long received() {
        return received;
    }

    /** How long everything took until now. */
    public FinishedExchange.Times times() {
        return new FinishedExchange.Times(queue, connect, firstByte, System.nanoTime() - start);
    }
}
