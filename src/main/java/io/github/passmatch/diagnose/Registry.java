package io.github.passmatch.diagnose;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where meters are kept.
 *
 * @param meters ours or an embedder's
 * @param scrape all of them as text, if it is ours
 */
record Registry(MeterRegistry meters, Optional<Supplier<String>> scrape) {

    static Registry of(MeterRegistry theirs) {
        return new Registry(theirs, Optional.empty());
    }

    /** The only place that knows Prometheus: who brings a registry of his own can leave those libraries out. */
    static Registry builtIn() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Registry(prometheus, Optional.of(prometheus::scrape));
    }

    Optional<String> prometheus() {
        return scrape.map(Supplier::get);
    }
}
