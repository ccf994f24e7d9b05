package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Counts what happens to the requests of one rule, since the rule came into force. The counted verdicts are those that the engine obeyed. */
public final class RuleFigures {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final int LAST_FAILURES = 5;

    private final Upstream upstream;
    private volatile Meters meters;     // null: not yet made, or already removed
    private final LongAdder nanos = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder replays = new LongAdder();
    private final ReasonCounts<StatusClass> requests;
    private final ReasonCounts<ExchangeResult> endings;
    private final ReasonCounts<LeaseVerdict.Reason> leases;
    private final ReasonCounts<ReleaseVerdict.Reason> releases;
    private final ReasonCounts<UpstreamFailure.Kind> failures;
    private final ReasonCounts<OwnAnswer> own;
    private final TroubleLog troubles = new TroubleLog();
    private final LongSupplier clock;
    private final ReuseMonitor monitor;
    private final Activity activity;
    private final Ring<FinishedExchange> lastFailures = new Ring<>(LAST_FAILURES);

    /** Counts at once; meters are made by {@link #register}. */
    public RuleFigures(Upstream upstream, LongSupplier clock) {
        this.upstream = upstream;
        this.clock = clock;
        this.monitor = new ReuseMonitor(clock.getAsLong());
        this.requests = new ReasonCounts<>(StatusClass.class, announce("passmatch.requests", "finished requests by status class", "status"));
        this.endings = new ReasonCounts<>(ExchangeResult.class, announce("passmatch.endings", "finished requests by result", "ending"));
        this.failures = new ReasonCounts<>(UpstreamFailure.Kind.class, announce("passmatch.failures", "requests that the upstream failed, by kind", "kind"));
        this.own = new ReasonCounts<>(OwnAnswer.class, announce(OwnFigures.METER, OwnFigures.DESCRIPTION, "reason"));
        this.leases = new ReasonCounts<>(LeaseVerdict.Reason.class, this::announceLease);
        this.releases = new ReasonCounts<>(ReleaseVerdict.Reason.class, this::announceRelease);
        this.activity = new Activity(requests, leases, releases, failures);
    }

    /** Makes meters with the rule's number and line as labels, unless they exist. Counters continue from what was counted; the histogram starts at zero. */
    public void register(Registry registry) {
        if (meters != null) return;
        Meters meters = new Meters(registry, rule());
        this.meters = meters;
        meters.counter("passmatch.replays", "requests sent again because a kept connection had died", replays);
        meters.counter("passmatch.bytes", "bytes of bodies", sent, "direction", "to-upstream");
        meters.counter("passmatch.bytes", "bytes of bodies", received, "direction", "from-upstream");
        meters.gauge("passmatch.in.flight", "requests in flight", inFlight, LongAdder::doubleValue);
        String connections = "connections to the upstream, and requests that wait for one";
        meters.gauge("passmatch.connections", connections, upstream, Upstream::leased, "state", "leased");
        meters.gauge("passmatch.connections", connections, upstream, Upstream::idle, "state", "idle");
        meters.gauge("passmatch.connections", connections, upstream, Upstream::waiting, "state", "waiting");
        meters.gauge("passmatch.tunnels", "open connections that were switched to another protocol", upstream, from -> from.tunnels().size());
        List.of(requests, endings, failures, own, leases, releases).forEach(ReasonCounts::announceAgain);
    }

    /** Whether the labels of the meters are outdated: the rule has another number or line now, or is gone. */
    public boolean hasOutdatedLabels() {
        return meters != null && (upstream.isDraining() || !meters.areLabelledFor(rule()));
    }

    private void counter(String name, String description, LongAdder count, String... more) {
        Meters current = meters;
        if (current != null) current.counter(name, description, count, more);
    }

    private <R extends Enum<R> & Explained> BiConsumer<R, LongAdder> announce(String name, String description, String tag) {
        return (reason, count) -> counter(name, description, count, tag, reason.code());
    }

    private void announceLease(LeaseVerdict.Reason reason, LongAdder count) {
        if (reason == LeaseVerdict.Reason.REUSED) counter("passmatch.connections.reused", "exchanges on a kept connection", count);
        else counter("passmatch.connections.opened", "exchanges on a new connection, by reason", count, "reason", reason.code());
    }

    private void announceRelease(ReleaseVerdict.Reason reason, LongAdder count) {
        if (reason == ReleaseVerdict.Reason.KEPT) counter("passmatch.connections.kept", "exchanges after which the connection was kept", count);
        else counter("passmatch.connections.closed", "exchanges after which the connection was closed, by reason", count, "reason", reason.code());
    }

    public void begun() {
        inFlight.increment();
    }

    public void leased(LeaseVerdict verdict) {
        if (verdict.reason() == LeaseVerdict.Reason.REPLAY) replays.increment();
    }

    /** A request that is sent twice counts once: the lease of an attempt that may be repeated is not counted here. */
    public void released(LeaseVerdict lease, ReleaseVerdict verdict) {
        releases.add(verdict.reason());
        if (verdict.reason() != ReleaseVerdict.Reason.DIED) leases.add(lease.reason());
    }

    public void ended(FinishedExchange exchange) {
        inFlight.decrement();
        requests.add(StatusClass.of(exchange.status()));
        endings.add(exchange.ending());
        sent.add(exchange.sent());
        received.add(exchange.received());
        if (!exchange.ending().isTunnel()) {
            nanos.add(exchange.times().total());
            activity.took(exchange.times().total());
        }
        if (exchange.release() != null && exchange.release().reason() == ReleaseVerdict.Reason.DIED) leases.add(exchange.lease().reason());     // the request was not repeated
        Meters current = meters;
        if (current != null && !exchange.ending().isTunnel()) current.duration().record(exchange.times().total(), TimeUnit.NANOSECONDS);
        if (exchange.ending() == ExchangeResult.OWN && exchange.own() != null) own.add(exchange.own());
        if (!isBalanced() || exchange.choice() == null || exchange.choice().chosen().isEmpty() || exchange.failure() == null) troubles.ended(exchange, clock.getAsLong());    // else the member logs it
        if (exchange.failure() != null) {
            failures.add(exchange.failure().kind());
            lastFailures.add(exchange);
        }
        if (exchange.lease() != null && upstream.settings().reuse().pooled() && !isBalanced() && monitor.isDue()) checkReuse(exchange);
    }

    private void checkReuse(FinishedExchange last) {
        monitor.check(leases(), releases(), last.releaseVerdict().flatMap(ReleaseVerdict::keepFor), clock.getAsLong())
                .ifPresent(why -> LOG.warn("rule {} ({}) promises reuse ({}), but does not get it: {}", rule().number(), rule().place().fileAndLine(), upstream.settings().reuse(), why));
    }

    private boolean isBalanced() {
        return upstream.rule().destination().orElseThrow().isBalanced();
    }

    /** Writes the counts whose time has come to the log, and notes how the counters have changed. To be called about once a second. */
    public void logDue() {
        troubles.logDue(clock.getAsLong());
        activity.look(System.currentTimeMillis());
    }

    /** Logs all counts that were not logged yet. */
    public void logRemaining() {
        troubles.close();
    }

    /** Removes the meters; the counters stay. */
    public void close() {
        Meters current = meters;
        meters = null;
        if (current != null) current.close();
    }

    /** The rule. */
    public Rule rule() {
        return upstream.rule();
    }

    /** The connections of the rule. */
    public Upstream upstream() {
        return upstream;
    }

    /** How the counters changed within the last hour. */
    public Activity activity() {
        return activity;
    }

    /** Requests in flight. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Finished requests by status class. */
    public Map<StatusClass, Long> requests() {
        return requests.counts();
    }

    /** Finished requests by result. */
    public Map<ExchangeResult, Long> endings() {
        return endings.counts();
    }

    /** How connections were obtained: reused, or new and why. */
    public Map<LeaseVerdict.Reason, Long> leases() {
        return leases.counts();
    }

    /** What happened to connections after the exchange: kept, or closed and why. */
    public Map<ReleaseVerdict.Reason, Long> releases() {
        return releases.counts();
    }

    /** Requests that the upstream failed, by kind. */
    public Map<UpstreamFailure.Kind, Long> failures() {
        return failures.counts();
    }

    /** Requests that the proxy answered itself, by reason. */
    public Map<OwnAnswer, Long> own() {
        return own.counts();
    }

    /** The last few requests that the upstream failed, the newest first. */
    public List<FinishedExchange> lastFailures() {
        return lastFailures.newestFirst();
    }

    /** Requests sent again because a kept connection had died. */
    public long replays() {
        return replays.sum();
    }

    /** Bytes of request bodies that went to the upstream. */
    public long sent() {
        return sent.sum();
    }

    /** Bytes of response bodies that came from the upstream. */
    public long received() {
        return received.sum();
    }

    /** The mean duration of a request in milliseconds, without tunnels; empty before the first request has finished. */
    public OptionalDouble meanMillis() {
        long count = requests.sum() - endings.counts().entrySet().stream().filter(ending -> ending.getKey().isTunnel()).mapToLong(Map.Entry::getValue).sum();
        return count <= 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos.sum() / 1e6 / count);
    }

    /** Leases, of new and of kept connections. */
    public long leaseCount() {
        return leases.sum();
    }

    /** The share of the exchanges that used a kept connection, 0 to 1; empty before the first exchange. */
    public OptionalDouble reuseRatio() {
        long all = leases.sum();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) leases.count(LeaseVerdict.Reason.REUSED) / all);
    }
}
