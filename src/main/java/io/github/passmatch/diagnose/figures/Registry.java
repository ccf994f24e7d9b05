package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.log.Loggers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where meters are kept.
 *
 * @param meters ours or an embedder's
 * @param common the tags of all our meters there
 * @param scrape all of them as text, if it is ours
 */
public record Registry(MeterRegistry meters, Tags common, Optional<Supplier<String>> scrape) {

    /** @param name whose meters they are: others may keep theirs in the same registry */
    public static Registry of(MeterRegistry theirs, FilterName name) {
        return new Registry(theirs, Tags.of("filter", name.toString()), Optional.empty());
    }

    /** Prometheus's, or, where the application has left its libraries out, one that nobody can scrape. */
    public static Registry builtIn() {
        try {
            return Prometheus.registry();
        } catch (LinkageError e) {
            Loggers.of("passmatch").info("there are no Prometheus libraries (micrometer-registry-prometheus), so figures are on the status page and in JMX only: {}", e.toString());
            return new Registry(new SimpleMeterRegistry(), Tags.empty(), Optional.empty());
        }
    }

    /** The only place that knows Prometheus, linked when it is called. */
    private static final class Prometheus {
        private static Registry registry() {
            PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            return new Registry(prometheus, Tags.empty(), Optional.of(prometheus::scrape));
        }
    }

    public Optional<String> prometheus() {
        return scrape.map(Supplier::get);
    }
}
