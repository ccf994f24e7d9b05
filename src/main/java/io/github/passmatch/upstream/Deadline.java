package io.github.passmatch.upstream;

import java.time.Duration;
import java.util.Optional;

/** When a whole exchange must be over ({@code totaltimeout}), or never. */
record Deadline(boolean limited, long at) {

    static Deadline in(Optional<Duration> limit) {
        return new Deadline(limit.isPresent(), System.nanoTime() + limit.map(Duration::toNanos).orElse(0L));
    }

    boolean passed(long now) {
        return limited && now - at >= 0;
    }
}
