package io.github.passmatch.diagnose;

import io.github.passmatch.diagnose.figures.FilterGauges;
import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.diagnose.figures.Management;
import io.github.passmatch.diagnose.figures.OpenRequests;
import io.github.passmatch.diagnose.figures.OwnFigures;
import io.github.passmatch.diagnose.figures.Registry;
import io.github.passmatch.diagnose.figures.Ring;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.diagnose.figures.Timeline;
import io.github.passmatch.diagnose.log.AccessLog;
import io.github.passmatch.diagnose.trace.ExchangeSpan;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.RuleNames;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.OpenRequest;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.RequestSpan;
import io.github.passmatch.upstream.time.BackgroundThread;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.management.ObjectName;

/**
 * Collects counters by rule, the latest exchanges, and the counts of the last minutes. One instance serves the filter through all its configurations.
 * Memory is bounded, and no request waits for it.
 */
public final class Telemetry implements Observer, AutoCloseable {

    /** The number of exchanges that are remembered. */
    public static final int RECENT = 100;
    private static final long COUNTS_NANOS = 1_000_000_000L;
    /** The media type of {@link #prometheus}. */
    public static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Registry registry;
    private final Management management;
    private final AccessLog accessLog = new AccessLog();
    private final LongSupplier clock = System::nanoTime;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Ring<FinishedExchange> recent = new Ring<>(RECENT);
    private final Timeline timeline = new Timeline();
    private final OpenRequests open = new OpenRequests();
    private final Instant started = Instant.now();
    private final OwnFigures withoutRule;
    private final FilterGauges gauges;
    private final MemberGauges members;
    private final BackgroundThread counts = new BackgroundThread("passmatch-log", this::logCounts);
    private volatile ObservationRegistry observations;      // null: requests are not observed
    private boolean counting;

    /**
     * With a Prometheus registry of its own.
     *
     * @param name identifies this filter within the process
     */
    public Telemetry(FilterName name) {
        this(name, Registry.builtIn());
    }

    /** @param registry the registry of an embedder: meters are added, and removed when their rule is removed */
    public Telemetry(FilterName name, MeterRegistry registry) {
        this(name, Registry.of(registry, name));
    }

    private Telemetry(FilterName name, Registry registry) {
        this.registry = registry;
        this.management = new Management(name);
        this.withoutRule = new OwnFigures(registry, clock);
        this.gauges = new FilterGauges(registry);
        this.members = new MemberGauges(registry);
        gauges.add("passmatch.access.log.lost.lines", "lines of the access log that could not be written", accessLog::lost);
    }

    /** Observes the exchanges with upstreams, each as a client span; null: none. */
    public void observe(ObservationRegistry registry) {
        observations = registry;
    }

    @Override
    public RequestSpan span(String method) {
        return ExchangeSpan.of(observations, method);
    }

    /** The gauges that concern the filter as a whole; {@link #close} removes them. */
    public FilterGauges gauges() {
        return gauges;
    }

    /** Whether a line of the access log would have to wait for its writing. */
    public boolean logIsFull() {
        return accessLog.isFull();
    }

    /**
     * Opens the logs of a configuration that is not in force yet.
     *
     * @throws IOException if files cannot be written; the message names all of them
     */
    public void openLogs(ProxyConfig config) throws IOException {
        accessLog.open(config);
    }

    /** This configuration is in force from now on: its logs are written, and its rules have names among the metrics. */
    public void use(ProxyConfig config) {
        accessLog.use(config);
        gauges.names(config.withMembers(), RuleNames.of(config));
    }

    /** The balancers of the configuration in force have these members from now on. To be called after each change; does little if nothing has changed. */
    public void useMembers(Collection<Balancing> balancers) {
        members.show(List.copyOf(balancers));
    }

    @Override
    public void log(CustomLog log, FinishedExchange exchange, String line) {
        accessLog.log(log, exchange, line);
    }

    @Override
    public OfRule of(Upstream upstream) {
        Listener listener = new Listener(new RuleFigures(upstream, clock));
        listeners.add(listener);
        return listener;
    }

    /** Meters and beans are named by number and line: first all outdated names are removed, then the new ones are added. */
    @Override
    public void configured() {
        startCounting();
        listeners.stream().filter(listener -> listener.figures.hasOutdatedLabels()).forEach(Listener::withdraw);
        listeners.stream().filter(listener -> !listener.figures.upstream().isDraining()).forEach(Listener::publish);
    }

    private synchronized void startCounting() {
        if (!counting) counts.startIn(COUNTS_NANOS);
        counting = true;
    }

    private long logCounts() {
        withoutRule.logDue();
        listeners.forEach(listener -> listener.figures.logDue());
        return COUNTS_NANOS;
    }

    /**
     * Counts and logs a request that the server around the filter answered itself.
     *
     * @param detail the details for the log
     * @param path   as the client sent it, as far as it could be read
     */
    public void answeredByServer(OwnAnswer why, String detail, String client, String method, String path, int status) {
        FinishedExchange exchange = new FinishedExchange(System.currentTimeMillis(), null, client, null, method, path, status, null, 0, 0, new FinishedExchange.Times(0, 0, 0, 0), null, null, false, ExchangeResult.OWN, null, why, detail, null);
        accessLog.logServerAnswer(exchange);
        refused(exchange);
    }

    @Override
    public void refused(FinishedExchange exchange) {
        withoutRule.ended(exchange);
        ended(exchange);
    }

    private void ended(FinishedExchange exchange) {
        recent.add(exchange);
        timeline.add(exchange);
        accessLog.log(exchange);
    }

    /** Ends the threads that write logs, after all lines are written. Meters and beans are removed with their rules. */
    @Override
    public void close() {
        accessLog.close();
        counts.close();
        withoutRule.close();
        gauges.close();
        members.close();
    }

    /** The counters of the rules in force, in the order of their numbers. */
    public List<RuleFigures> rules() {
        return listeners.stream().map(listener -> listener.figures).filter(figures -> !figures.upstream().isDraining()).sorted(Comparator.comparing(figures -> figures.rule().number())).toList();
    }

    /** Requests that the proxy answered itself before any rule matched. */
    public OwnFigures withoutRule() {
        return withoutRule;
    }

    /** When counting began. */
    public Instant started() {
        return started;
    }

    /** The oldest requests that matched a rule and are in progress, the oldest first. */
    public List<OpenRequests.Seen> open(int most) {
        return open.oldest(most);
    }

    /** The latest {@link #RECENT} exchanges, the newest first. */
    public List<FinishedExchange> recent() {
        return recent.newestFirst();
    }

    /** The seconds of the last five minutes in which a request finished, the oldest first. */
    public List<SecondCounts> seconds() {
        return timeline.until(System.currentTimeMillis());
    }

    /** All meters in the text format of Prometheus; empty if the registry of an embedder is used. */
    public Optional<String> prometheus() {
        return registry.prometheus();
    }

    /** Receives the events of one rule. */
    private final class Listener implements OfRule {
        private final RuleFigures figures;
        private Optional<ObjectName> bean = Optional.empty();

        private Listener(RuleFigures figures) {
            this.figures = figures;
        }

        /** Offers the counters with the rule's number and line as labels. */
        private synchronized void publish() {
            figures.register(registry);
            if (bean.isEmpty()) bean = management.register(figures);
        }

        /** Removes meters and bean; counting continues. */
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
        public void begun(OpenRequest request) {
            begun();
            open.add(request);
        }

        @Override
        public void left(OpenRequest request) {
            open.remove(request);
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
        public void served(FinishedExchange attempt) {
            figures.ended(attempt);
        }

        @Override
        public void closed() {
            listeners.remove(this);
            figures.logRemaining();
            withdraw();
        }
    }
}
