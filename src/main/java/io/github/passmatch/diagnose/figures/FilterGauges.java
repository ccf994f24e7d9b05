package io.github.passmatch.diagnose.figures;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/** Registers the gauges that concern the filter as a whole. Thread-safe. */
public final class FilterGauges {

    private final Registry registry;
    private final List<Meter> made = new ArrayList<>();

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
        made.add(Gauge.builder(name, value, DoubleSupplier::getAsDouble).description(description).tags(registry.common().and(tags)).strongReference(true).register(registry.meters()));
    }

    /** Removes the gauges. */
    public synchronized void close() {
        made.forEach(registry.meters()::remove);
        made.clear();
    }
}
