package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.outcome.LeaseVerdict;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts the connections that were closed in the pool, by reason, so that the next requests that find the pool empty can say why. */
public final class LostConnections {

    private static final LeaseVerdict.Reason[] REASONS = {LeaseVerdict.Reason.IDLE_LIMIT, LeaseVerdict.Reason.CLOSED_BY_UPSTREAM, LeaseVerdict.Reason.EXTRA_BYTES};

    private final AtomicIntegerArray counts = new AtomicIntegerArray(REASONS.length);

    /** A connection was closed in the pool. A connection with a login is not counted, because other clients could not have used it. */
    public void note(UpstreamConnection connection, long now) {
        LeaseVerdict.Reason reason = connection.isOverdue(now) ? LeaseVerdict.Reason.IDLE_LIMIT : connection.endedWhileIdle();
        if (connection.hasLogin()) return;
        for (int i = 0; i < REASONS.length; i++) if (REASONS[i] == reason) counts.incrementAndGet(i);
    }

    /** The reason that a request finds no kept connection. Each lost connection is reported once. */
    public Optional<LeaseVerdict.Reason> next() {
        for (int i = 0; i < REASONS.length; i++)
            if (counts.get(i) > 0 && counts.getAndUpdate(i, left -> Math.max(0, left - 1)) > 0) return Optional.of(REASONS[i]);
        return Optional.empty();
    }
}
