package io.github.passmatch.upstream;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** How long an upstream is wanted: by how many configurations in use, and since when it only finishes what has begun. */
final class UpstreamLifetime {

    /** When the rule is gone from the configuration: longest time that the requests under it get. */
    static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

    private final AtomicInteger holders = new AtomicInteger();
    private volatile OptionalLong drainedBy = OptionalLong.empty();
    private volatile boolean ending;

    /** One more configuration uses it. */
    void hold() {
        holders.incrementAndGet();
    }

    /** One configuration less; whether it was the last. */
    boolean letGo() {
        return holders.decrementAndGet() == 0;
    }

    /** The configuration in force has no such rule any more. */
    void drain(long now) {
        drainedBy = OptionalLong.of(now + DRAIN_LIMIT.toNanos());
        ending = true;
    }

    /** It is closed. */
    void end() {
        ending = true;
    }

    /** Whether it finishes what has begun, or is closed: connections are not worth keeping any more. */
    boolean isEnding() {
        return ending;
    }

    boolean isDraining() {
        return drainedBy.isPresent();
    }

    /** Whether it has been draining for too long. */
    boolean isOverdue(long now) {
        OptionalLong end = drainedBy;
        return end.isPresent() && now - end.getAsLong() >= 0;
    }
}
