package io.github.passmatch.diagnose;

import io.github.passmatch.upstream.FinishedExchange;
import io.github.passmatch.upstream.LeaseVerdict;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.ReleaseVerdict;
import io.github.passmatch.upstream.Upstream;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the proxy tells while it runs: figures by rule, the last exchanges, the last minutes. Lives as long as the filter, through
 * all its configurations. Memory is bounded, and nothing waits for anybody.
 */
public final class Telemetry implements Observer {

    /** So many exchanges are remembered. */
    public static final int RECENT = 100;

    private final Registry registry;
    private final Set<RuleFigures> rules = ConcurrentHashMap.newKeySet();
    private final Ring<FinishedExchange> recent = new Ring<>(RECENT);
    private final Timeline timeline = new Timeline();

    /** With a Prometheus registry of its own. */
    public Telemetry() {
        this(Registry.builtIn());
    }

    /** @param registry an embedder's: ours are added to its meters, and taken out when their rule goes */
    public Telemetry(MeterRegistry registry) {
        this(Registry.of(registry));
    }

    private Telemetry(Registry registry) {
        this.registry = registry;
    }

    @Override
    public OfRule of(Upstream upstream) {
        RuleFigures figures = new RuleFigures(upstream);
        rules.add(figures);
        return new Listener(figures);
    }

    /** Meters are named by number and line, so none gets a name before all that had it before have given it up. */
    @Override
    public void configured() {
        rules.stream().filter(RuleFigures::isMisnamed).forEach(RuleFigures::close);
        rules.stream().filter(figures -> !figures.upstream().isDraining()).forEach(figures -> figures.register(registry.meters()));
    }

    @Override
    public void refused(FinishedExchange exchange) {
        ended(exchange);
    }

    private void ended(FinishedExchange exchange) {
        recent.add(exchange);
        timeline.add(exchange);
    }

    /** By number of rule. */
    public List<RuleFigures> rules() {
        return rules.stream().sorted(Comparator.comparing(figures -> figures.rule().number())).toList();
    }

    /** The last {@link #RECENT} exchanges, the newest first. */
    public List<FinishedExchange> recent() {
        return recent.newestFirst();
    }

    /** The seconds of the last five minutes in which a request ended, the oldest first. */
    public List<Second> seconds() {
        return timeline.until(System.currentTimeMillis());
    }

    /** All figures in Prometheus's text format; empty if an embedder's registry is used, which has its own ways. */
    public Optional<String> prometheus() {
        return registry.prometheus();
    }

    /** What Prometheus wants {@link #prometheus} to be labelled as. */
    public static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Tells of one rule. */
    private final class Listener implements OfRule {
        private final RuleFigures figures;

        private Listener(RuleFigures figures) {
            this.figures = figures;
        }

        @Override
        public void begun() {
            figures.begun();
        }

        @Override
        public void leased(LeaseVerdict verdict) {
            figures.leased(verdict);
        }

        @Override
        public void released(ReleaseVerdict verdict) {
            figures.released(verdict);
        }

        @Override
        public void ended(FinishedExchange exchange) {
            figures.ended(exchange);
            Telemetry.this.ended(exchange);
        }

        @Override
        public void closed() {
            rules.remove(figures);
            figures.close();
        }
    }
}
