package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.match.Rule;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/** Registers the gauges that concern the filter as a whole. Thread-safe. */
public final class FilterGauges {

    private final Registry registry;
    private final List<Meter> made = new ArrayList<>();
    private final List<Meter> named = new ArrayList<>();

    public FilterGauges(Registry registry) {
        this.registry = registry;
        add("passmatch.build.info", "1, with the version as label", Tags.of("version", version()), () -> 1);
    }

    /** The version of Passmatch; {@code unknown} if the classes are not in a jar. */
    public static String version() {
        return Objects.requireNonNullElse(FilterGauges.class.getPackage().getImplementationVersion(), "unknown");
    }

    /** @param value called at each look at the metrics, on any thread */
    public void add(String name, String description, DoubleSupplier value) {
        add(name, description, Tags.empty(), value);
    }

    private synchronized void add(String name, String description, Tags tags, DoubleSupplier value) {
        made.add(registry.gauge(name, description, tags, value));
    }

    /**
     * Offers a gauge for each rule with its lasting name, in place of those of the previous configuration.
     *
     * @param names by the number of the rule
     */
    public synchronized void names(List<Rule> rules, Map<Integer, String> names) {
        named.forEach(registry.meters()::remove);
        named.clear();
        rules.forEach(rule -> named.add(registry.gauge("passmatch.rule.info", "1; the label id is a name of the rule that stays the same when lines are moved",
                Tags.of("rule", String.valueOf(rule.number()), "line", rule.place().fileAndLine(), "id", names.get(rule.number())), () -> 1)));
    }

    /** Removes the gauges. */
    public synchronized void close() {
        made.forEach(registry.meters()::remove);
        made.clear();
        named.forEach(registry.meters()::remove);
        named.clear();
    }
}
