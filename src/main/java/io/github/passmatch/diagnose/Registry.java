package io.github.passmatch.diagnose;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
record Registry(MeterRegistry meters, Tags common, Optional<Supplier<String>> scrape) {

    /** @param name whose meters they are: others may keep theirs in the same registry */
    static Registry of(MeterRegistry theirs, FilterName name) {
        return new Registry(theirs, Tags.of("filter", name.toString()), Optional.empty());
    }

    /** The only place that knows Prometheus: who brings a registry of his own can leave those libraries out. */
    static Registry builtIn() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Registry(prometheus, Tags.empty(), Optional.of(prometheus::scrape));
    }

    Optional<String> prometheus() {
        return scrape.map(Supplier::get);
    }
}
