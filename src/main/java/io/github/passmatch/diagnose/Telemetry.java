package io.github.passmatch.diagnose;

import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.diagnose.figures.Management;
import io.github.passmatch.diagnose.figures.OwnFigures;
import io.github.passmatch.diagnose.figures.Registry;
import io.github.passmatch.diagnose.figures.Ring;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.diagnose.figures.Timeline;
import io.github.passmatch.diagnose.log.AccessLog;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.AccessLines;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.time.BackgroundThread;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.management.ObjectName;

/**
 * What the proxy tells while it runs: figures by rule, the last exchanges, the last minutes. Lives as long as the filter, through
 * all its configurations. Memory is bounded, and nothing waits for anybody.
 */
public final class Telemetry implements Observer, AutoCloseable {

    /** So many exchanges are remembered. */
    public static final int RECENT = 100;
    private static final long COUNTS_NANOS = 1_000_000_000L;
    /** What Prometheus wants {@link #prometheus} to be labelled as. */
    public static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Registry registry;
    private final Management management;
    private final AccessLog accessLog = new AccessLog();
    private final LongSupplier clock = System::nanoTime;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Ring<FinishedExchange> recent = new Ring<>(RECENT);
    private final Timeline timeline = new Timeline();
    private final OwnFigures unclaimed;
    private final BackgroundThread counts = new BackgroundThread("passmatch-log", this::lookAndRest);
    private boolean counting;

    /**
     * With a Prometheus registry of its own.
     *
     * @param name what tells this filter from others in the same process
     */
    public Telemetry(FilterName name) {
        this(name, Registry.builtIn());
    }

    /** @param registry an embedder's: ours are added to its meters, and taken out when their rule goes */
    public Telemetry(FilterName name, MeterRegistry registry) {
        this(name, Registry.of(registry, name));
    }

    private Telemetry(FilterName name, Registry registry) {
        this.registry = registry;
        this.management = new Management(name);
        this.unclaimed = new OwnFigures(registry, clock);
    }

    /** From now on, exchanges are logged so. */
    public void log(AccessLines lines) {
        accessLog.write(lines);
    }

    @Override
    public OfRule of(Upstream upstream) {
        Listener listener = new Listener(new RuleFigures(upstream, clock));
        listeners.add(listener);
        return listener;
    }

    /** Meters and beans are named by number and line, so none gets a name before all that had it before have given it up. */
    @Override
    public void configured() {
        startCounting();
        listeners.stream().filter(listener -> listener.figures.isMisnamed()).forEach(Listener::withdraw);
        listeners.stream().filter(listener -> !listener.figures.upstream().isDraining()).forEach(Listener::publish);
    }

    private synchronized void startCounting() {
        if (!counting) counts.startIn(COUNTS_NANOS);
        counting = true;
    }

    private long lookAndRest() {
        unclaimed.look();
        listeners.forEach(listener -> listener.figures.look());
        return COUNTS_NANOS;
    }

    /**
     * The server around the filter has answered a request itself.
     *
     * @param detail what exactly was found, for the log
     * @param path   as the client sent it, or as far as it was understood
     */
    public void answeredByServer(OwnAnswer why, String detail, String client, String method, String path, int status) {
        refused(new FinishedExchange(System.currentTimeMillis(), null, client, method, path, status, null, 0, 0, new FinishedExchange.Times(0, 0, 0, 0), null, null, false, ExchangeResult.OWN, null, why, detail));
    }

    @Override
    public void refused(FinishedExchange exchange) {
        unclaimed.ended(exchange);
        ended(exchange);
    }

    private void ended(FinishedExchange exchange) {
        recent.add(exchange);
        timeline.add(exchange);
        accessLog.tell(exchange);
    }

    /** Ends the threads that write logs, when all is written. Meters and beans go with their rules. */
    @Override
    public void close() {
        accessLog.close();
        counts.close();
        unclaimed.close();
    }

    /** By number of rule. */
    public List<RuleFigures> rules() {
        return listeners.stream().map(listener -> listener.figures).filter(figures -> !figures.upstream().isDraining()).sorted(Comparator.comparing(figures -> figures.rule().number())).toList();
    }

    /** Requests that the proxy answered itself before any rule took them. */
    public OwnFigures unclaimed() {
        return unclaimed;
    }

    /** The last {@link #RECENT} exchanges, the newest first. */
    public List<FinishedExchange> recent() {
        return recent.newestFirst();
    }

    /** The seconds of the last five minutes in which a request ended, the oldest first. */
    public List<SecondCounts> seconds() {
        return timeline.until(System.currentTimeMillis());
    }

    /** All figures in Prometheus's text format; empty if an embedder's registry is used, which has its own ways. */
    public Optional<String> prometheus() {
        return registry.prometheus();
    }

    /** Tells of one rule. */
    private final class Listener implements OfRule {
        private final RuleFigures figures;
        private Optional<ObjectName> bean = Optional.empty();

        private Listener(RuleFigures figures) {
            this.figures = figures;
        }

        /** Shows the figures under the rule's number and line. */
        private synchronized void publish() {
            figures.register(registry);
            if (bean.isEmpty()) bean = management.register(figures);
        }

        /** Shows them no more; they go on counting. */
        private synchronized void withdraw() {
            figures.close();
            bean.ifPresent(management::unregister);
            bean = Optional.empty();
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
        public void released(LeaseVerdict lease, ReleaseVerdict verdict) {
            figures.released(lease, verdict);
        }

        @Override
        public void ended(FinishedExchange exchange) {
            figures.ended(exchange);
            Telemetry.this.ended(exchange);
        }

        @Override
        public void closed() {
            listeners.remove(this);
            figures.tellTheRest();
            withdraw();
        }
    }
}
