package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the requests that the proxy answered itself before any rule matched. */
public final class OwnFigures {

    static final String METER = "passmatch.own.answers";
    static final String DESCRIPTION = "requests that the proxy answered itself, by reason";

    private final Registry registry;
    private final LongSupplier clock;
    private final ReasonCounts<OwnAnswer> counts = new ReasonCounts<>(OwnAnswer.class, this::announce);
    private final TroubleLog troubles = new TroubleLog();
    private volatile Meters meters;     // null: not yet made, or already removed
    private boolean closed;

    public OwnFigures(Registry registry, LongSupplier clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public void ended(FinishedExchange exchange) {
        if (exchange.own() != null) counts.add(exchange.own());
        troubles.ended(exchange, clock.getAsLong());
        Meters current = meters;
        if (current != null) current.duration().record(exchange.times().total(), TimeUnit.NANOSECONDS);
    }

    private synchronized void announce(OwnAnswer reason, LongAdder count) {
        if (closed) return;
        if (meters == null) meters = new Meters(registry, null);
        meters.counter(METER, DESCRIPTION, count, "reason", reason.code());
    }

    /** By reason. */
    public Map<OwnAnswer, Long> counts() {
        return counts.counts();
    }

    /** Writes the counts whose time has come to the log. */
    public void logDue() {
        troubles.logDue(clock.getAsLong());
    }

    /** Removes the meters, and logs the counts that were not logged yet. */
    public synchronized void close() {
        closed = true;
        if (meters != null) meters.close();
        troubles.close();
    }
}
