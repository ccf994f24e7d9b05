package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What has been counted of requests that the proxy answered itself before any rule took them. */
public final class OwnFigures {

    static final String METER = "passmatch.own.answers";
    static final String DESCRIPTION = "requests that the proxy answered itself, by why";

    private final Registry registry;
    private final LongSupplier clock;
    private final ReasonCounts<OwnAnswer> counts = new ReasonCounts<>(OwnAnswer.class, this::announce);
    private final TroubleLog troubles = new TroubleLog();
    private volatile Meters meters;     // null: none yet, or none any more
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

    /** By why. */
    public Map<OwnAnswer, Long> counts() {
        return counts.counts();
    }

    /** Logs the counts that are due. */
    public void look() {
        troubles.look(clock.getAsLong());
    }

    /** Takes the meters out, and logs the counts that have had no line yet. */
    public synchronized void close() {
        closed = true;
        if (meters != null) meters.close();
        troubles.close();
    }
}
