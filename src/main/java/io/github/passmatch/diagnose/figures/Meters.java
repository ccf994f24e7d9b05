package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.match.Rule;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Holds the meters of one rule in a registry. The registry may belong to an embedder, so only these meters are removed again. The meters read
 * the counters of {@link RuleFigures}, so that every view shows the same figure.
 */
final class Meters implements AutoCloseable {

    private static final Duration[] BUCKETS = {Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
            Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10)};

    private final MeterRegistry registry;
    private final Tags tags;
    private final Tags rule;
    private final Timer duration;
    private final List<Meter> made = new ArrayList<>();
    private boolean closed;

    /** @param rule null for requests that no rule matched */
    Meters(Registry registry, Rule rule) {
        this.registry = registry.meters();
        this.tags = registry.common().and(tagsOf(rule));
        this.rule = tagsOf(rule);
        this.duration = timer("passmatch.request.duration", "from the arrival of a request to the end of the response");
    }

    private static Tags tagsOf(Rule rule) {
        return rule == null ? Tags.of("rule", "none", "line", "none") : Tags.of("rule", String.valueOf(rule.number()), "line", rule.place().fileAndLine());
    }

    /** Whether the labels of these meters are the number and line of {@code rule}. */
    boolean areLabelledFor(Rule rule) {
        return this.rule.equals(tagsOf(rule));
    }

    /** The duration of requests. */
    Timer duration() {
        return duration;
    }

    void counter(String name, String description, LongAdder count, String... more) {
        add(FunctionCounter.builder(name, count, LongAdder::doubleValue).description(description).tags(tags.and(more)).register(registry));
    }

    <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value, String... more) {
        add(Gauge.builder(name, of, value).description(description).tags(tags.and(more)).register(registry));
    }

    /** With fixed buckets: percentiles cost more than all other meters together. */
    private Timer timer(String name, String description) {
        Timer timer = Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
        add(timer);
        return timer;
    }

    private synchronized void add(Meter meter) {
        if (closed) registry.remove(meter);     // a reason that occurred for the first time after the rule was removed
        else made.add(meter);
    }

    @Override
    public synchronized void close() {
        closed = true;
        made.forEach(registry::remove);
        made.clear();
    }
}
