package io.github.passmatch.upstream;

import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.time.Duration;

/**
 * Collects what is reported about an exchange, while the exchange runs. Created by the code that forwards the request and filled by the
 * upstream side; the {@link FinishedExchange} is made from it. One thread at a time may use it.
 */
public final class ExchangeRecord {

    private final long start = System.nanoTime();
    private final Observer.OfRule observer;
    private long queue;
    private long connect;
    private long ready;             // when the connection was leased
    private long firstByte;
    private long sent;
    private long received;
    private long sentHead;
    private Choice choice;
    private Observer.OfRule member;     // null without a balancer
    private LeaseVerdict lease;
    private ReleaseVerdict release;
    private boolean replayed;
    private Phase phase = Phase.ACQUIRE;       // also read by threads that do not own the record; a phase too old does no harm

    /** @param observer is told when connections are leased and released */
    public ExchangeRecord(Observer.OfRule observer) {
        this.observer = observer;
    }

    /**
     * A member of a balancer was chosen, or none.
     *
     * @param observer of the member; null if none was chosen
     */
    public void chosen(Choice verdict, Observer.OfRule observer) {
        choice = verdict;
        phase = Phase.ACQUIRE;
        member = observer;
        lease = null;
        release = null;
    }

    /** The choice of the member; null without a balancer. */
    public Choice choice() {
        return choice;
    }

    void queued(long nanos) {
        queue += nanos;
        phase = Phase.CONNECT;
    }

    void connected(long nanos) {
        connect += nanos;
    }

    void leased(LeaseVerdict verdict) {
        replayed |= verdict.reason() == LeaseVerdict.Reason.REPLAY;
        lease = verdict;
        release = null;
        phase = Phase.SEND;
        ready = System.nanoTime();
        observer.leased(verdict);
        if (member != null) member.leased(verdict);
    }

    /** How long the connection has been leased. */
    Duration sinceLeased() {
        return Duration.ofNanos(System.nanoTime() - ready);
    }

    void answered() {
        firstByte = System.nanoTime() - ready;
        phase = Phase.BODY;
    }

    void sentHead(int bytes) {
        sentHead = bytes;
    }

    /** Bytes of the request head, of the last attempt. */
    public long sentHead() {
        return sentHead;
    }

    /** @param bytes of the request body, of this attempt */
    void sent(long bytes) {
        sent = bytes;
        if (phase == Phase.SEND) phase = Phase.HEAD;
    }

    void received(int bytes) {
        if (bytes > 0) received += bytes;
    }

    /** @param verdict is reported only if the connection had been leased */
    void released(ReleaseVerdict verdict) {
        if (lease == null || release != null) return;
        release = verdict;
        observer.released(lease, verdict);
        if (member != null) member.released(lease, verdict);
    }

    /** What the request does at this moment. On any thread. */
    public Phase phase() {
        return phase;
    }

    /** The time since the arrival of the request, nanoseconds. On any thread. */
    public long age() {
        return System.nanoTime() - start;
    }

    /** How the connection was obtained; null until there is one. */
    public LeaseVerdict lease() {
        return lease;
    }

    /** Whether the connection was kept, and why; null until the connection is released. */
    public ReleaseVerdict release() {
        return release;
    }

    /** Whether the request was sent twice. */
    public boolean replayed() {
        return replayed;
    }

    /** Bytes of the request body that were sent to the upstream. */
    public long sent() {
        return sent;
    }

    /** Bytes of the response body that were received. */
    public long received() {
        return received;
    }

    /** How long each part took until now. */
    public FinishedExchange.Times times() {
        return new FinishedExchange.Times(queue, connect, firstByte, System.nanoTime() - start);
    }
}
