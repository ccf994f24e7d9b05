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

/** What has been counted for one rule since it came into force. Nothing is decided here: the verdicts are those that the engine obeyed. */
public final class RuleFigures {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final int LAST_FAILURES = 5;

    private final Upstream upstream;
    private volatile Meters meters;     // null: not yet, or not any more
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
    private final Ring<FinishedExchange> lastFailures = new Ring<>(LAST_FAILURES);

    /** Counts, but has no meters yet. */
    public RuleFigures(Upstream upstream, LongSupplier clock) {
        this.upstream = upstream;
        this.clock = clock;
        this.monitor = new ReuseMonitor(clock.getAsLong());
        this.requests = new ReasonCounts<>(StatusClass.class, announce("passmatch.requests", "requests that are over, by class of status", "status"));
        this.endings = new ReasonCounts<>(ExchangeResult.class, announce("passmatch.endings", "requests that are over, by how they ended", "ending"));
        this.failures = new ReasonCounts<>(UpstreamFailure.Kind.class, announce("passmatch.failures", "requests that the upstream failed, by kind", "kind"));
        this.own = new ReasonCounts<>(OwnAnswer.class, announce(OwnFigures.METER, OwnFigures.DESCRIPTION, "reason"));
        this.leases = new ReasonCounts<>(LeaseVerdict.Reason.class, this::announceLease);
        this.releases = new ReasonCounts<>(ReleaseVerdict.Reason.class, this::announceRelease);
    }

    /** Makes meters under the rule's number and line, unless there are; they go on from what has been counted, but for the histogram. */
    public void register(Registry registry) {
        if (meters != null) return;
        Meters meters = new Meters(registry, rule());
        this.meters = meters;
        meters.counter("passmatch.replays", "requests sent again because a kept connection had died", replays);
        meters.counter("passmatch.bytes", "bytes of bodies", sent, "direction", "to-upstream");
        meters.counter("passmatch.bytes", "bytes of bodies", received, "direction", "from-upstream");
        meters.gauge("passmatch.in.flight", "requests that have come and are not over", inFlight, LongAdder::doubleValue);
        String connections = "connections to the upstream, and requests that wait for one";
        meters.gauge("passmatch.connections", connections, upstream, Upstream::leased, "state", "leased");
        meters.gauge("passmatch.connections", connections, upstream, Upstream::idle, "state", "idle");
        meters.gauge("passmatch.connections", connections, upstream, Upstream::waiting, "state", "waiting");
        List.of(requests, endings, failures, own, leases, releases).forEach(ReasonCounts::announceAgain);
    }

    /** Whether its meters bear a number or line that is not the rule's, or the rule is gone. */
    public boolean isMisnamed() {
        return meters != null && (upstream.isDraining() || !meters.areOf(rule()));
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
        else counter("passmatch.connections.opened", "exchanges on a new connection, by why", count, "reason", reason.code());
    }

    private void announceRelease(ReleaseVerdict.Reason reason, LongAdder count) {
        if (reason == ReleaseVerdict.Reason.KEPT) counter("passmatch.connections.kept", "exchanges after which the connection was kept", count);
        else counter("passmatch.connections.closed", "exchanges after which the connection was closed, by why", count, "reason", reason.code());
    }

    public void begun() {
        inFlight.increment();
    }

    public void leased(LeaseVerdict verdict) {
        if (verdict.reason() == LeaseVerdict.Reason.REPLAY) replays.increment();
    }

    /** A request that is sent twice counts once: the lease of an attempt that may be repeated is left out. */
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
        nanos.add(exchange.times().total());
        if (exchange.release() != null && exchange.release().reason() == ReleaseVerdict.Reason.DIED) leases.add(exchange.lease().reason());     // it was not repeated
        Meters current = meters;
        if (current != null) current.duration().record(exchange.times().total(), TimeUnit.NANOSECONDS);
        if (exchange.ending() == ExchangeResult.OWN && exchange.own() != null) own.add(exchange.own());
        troubles.ended(exchange, clock.getAsLong());
        if (exchange.failure() != null) {
            failures.add(exchange.failure().kind());
            lastFailures.add(exchange);
        }
        if (exchange.lease() != null && upstream.settings().reuse().pooled() && monitor.isDue()) look(exchange);
    }

    private void look(FinishedExchange last) {
        monitor.look(leases(), releases(), last.releaseVerdict().flatMap(ReleaseVerdict::keepFor), clock.getAsLong())
                .ifPresent(why -> LOG.warn("rule {} ({}) promises reuse ({}), but does not get it: {}", rule().number(), rule().place().fileAndLine(), upstream.settings().reuse(), why));
    }

    /** Logs the counts that are due. */
    public void look() {
        troubles.look(clock.getAsLong());
    }

    /** Logs all counts that have had no line yet. */
    public void tellTheRest() {
        troubles.close();
    }

    /** Takes the meters out; what has been counted stays. */
    public void close() {
        Meters current = meters;
        meters = null;
        if (current != null) current.close();
    }

    /** The rule. */
    public Rule rule() {
        return upstream.rule();
    }

    /** Its connections at this moment. */
    public Upstream upstream() {
        return upstream;
    }

    /** Requests that have come and are not over. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Requests that are over, by class of status. */
    public Map<StatusClass, Long> requests() {
        return requests.counts();
    }

    /** Requests that are over, by how they ended. */
    public Map<ExchangeResult, Long> endings() {
        return endings.counts();
    }

    /** How connections were come by: reused, or new and why. */
    public Map<LeaseVerdict.Reason, Long> leases() {
        return leases.counts();
    }

    /** What became of connections: kept, or closed and why. */
    public Map<ReleaseVerdict.Reason, Long> releases() {
        return releases.counts();
    }

    /** Requests that the upstream failed, by kind. */
    public Map<UpstreamFailure.Kind, Long> failures() {
        return failures.counts();
    }

    /** Requests that the proxy answered itself, by why. */
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

    /** The mean time of a request in milliseconds; empty before the first is over. */
    public OptionalDouble meanMillis() {
        long count = requests.total();
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(nanos.sum() / 1e6 / count);
    }

    /** Connections that were come by, new and reused. */
    public long connected() {
        return leases.total();
    }

    /** The part of the exchanges that went over a kept connection, 0 to 1; empty before the first. */
    public OptionalDouble reuseRatio() {
        long all = leases.total();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) leases.count(LeaseVerdict.Reason.REUSED) / all);
    }
}
