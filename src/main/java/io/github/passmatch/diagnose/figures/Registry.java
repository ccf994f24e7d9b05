package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.log.Loggers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Wraps the Micrometer registry that holds the meters.
 *
 * @param meters the built-in registry, or the one of an embedder
 * @param common the tags of all meters of this filter
 * @param scrape all meters as text; empty for the registry of an embedder
 */
public record Registry(MeterRegistry meters, Tags common, Optional<Supplier<String>> scrape) {

    /** @param name the filter to which the meters belong: several filters can share one registry */
    public static Registry of(MeterRegistry meters, FilterName name) {
        return new Registry(meters, Tags.of("filter", name.toString()), Optional.empty());
    }

    /** A Prometheus registry; where the application has excluded the Prometheus libraries, a registry without text output. */
    public static Registry builtIn() {
        try {
            return Prometheus.registry();
        } catch (LinkageError e) {
            Loggers.of("passmatch").info("the Prometheus libraries (micrometer-registry-prometheus) are missing, so metrics are available on the status page and in JMX only: {}", e.toString());
            return new Registry(new SimpleMeterRegistry(), Tags.empty(), Optional.empty());
        }
    }

    /** The only class that refers to Prometheus classes; they are loaded on the first call. */
    private static final class Prometheus {

        /** None of these registers a listener with the JVM, which would outlive the webapp. */
        private static final List<MeterBinder> JVM = List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new FileDescriptorMetrics(), new UptimeMetrics());

        private static Registry registry() {
            PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            AtomicBoolean bound = new AtomicBoolean();
            return new Registry(prometheus, Tags.empty(), Optional.of(() -> {
                if (!bound.getAndSet(true)) JVM.forEach(meters -> meters.bindTo(prometheus));       // not at the start, which would be later
                return prometheus.scrape();
            }));
        }
    }

    /**
     * Registers a gauge with the tags of the filter and its own.
     *
     * @param value called at each look at the metrics, on any thread
     */
    public Gauge gauge(String name, String description, Tags tags, DoubleSupplier value) {
        return Gauge.builder(name, value, DoubleSupplier::getAsDouble).description(description).tags(common.and(tags)).strongReference(true).register(meters);
    }

    public Optional<String> prometheus() {
        return scrape.map(Supplier::get);
    }
}
