package io.github.passmatch.upstream.time;

import java.time.Duration;
import java.util.Optional;

/** Holds the time at which a whole exchange must have ended ({@code totaltimeout}), if there is one. */
public record Deadline(boolean limited, long at) {

    private static final Deadline NEVER = new Deadline(false, 0);

    public static Deadline in(Optional<Duration> limit) {
        return limit.isPresent() ? new Deadline(true, System.nanoTime() + limit.get().toNanos()) : NEVER;
    }

    boolean passed(long now) {
        return limited && now - at >= 0;
    }
}
