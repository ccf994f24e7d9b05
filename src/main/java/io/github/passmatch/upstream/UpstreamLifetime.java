package io.github.passmatch.upstream;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the configurations that use an upstream, and knows since when the upstream only finishes requests that have begun. */
final class UpstreamLifetime {

    /** The time that requests have to finish after their rule was removed from the configuration; for members of balancers it is {@code draintime}. */
    static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

    private final AtomicInteger holders = new AtomicInteger();
    private volatile OptionalLong drainedBy = OptionalLong.empty();
    private volatile boolean ending;
    private volatile boolean ended;

    /** One more configuration uses the upstream. */
    void hold() {
        holders.incrementAndGet();
    }

    /** One configuration less uses the upstream; returns whether that was the last one. */
    boolean letGo() {
        return holders.decrementAndGet() == 0;
    }

    /**
     * The rule was removed from the configuration in force.
     *
     * @param limit the time for requests that have begun
     */
    void drain(long now, Duration limit) {
        drainedBy = OptionalLong.of(now + limit.toNanos());
        ending = true;
    }

    /** The upstream is closed. */
    void end() {
        ended = true;
        ending = true;
    }

    /** Whether the upstream is closed. */
    boolean isEnded() {
        return ended;
    }

    /** Whether the upstream is draining or closed: connections are not kept any more. */
    boolean isEnding() {
        return ending;
    }

    boolean isDraining() {
        return drainedBy.isPresent();
    }

    /** Whether the time for requests that have begun has passed. */
    boolean isOverdue(long now) {
        OptionalLong end = drainedBy;
        return end.isPresent() && now - end.getAsLong() >= 0;
    }
}
