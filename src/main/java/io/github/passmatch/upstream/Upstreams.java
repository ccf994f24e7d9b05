package io.github.passmatch.upstream;

import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.health.HealthChecks;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.ResponseListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Holds the upstreams of all rules of one configuration. Immutable. When a new configuration follows, rules that did not change keep their
 * upstreams with all connections; the other upstreams are closed when the last request under this configuration has ended.
 */
public final class Upstreams implements AutoCloseable {

    private final LiveUpstreams liveUpstreams;
    private final Upstream[] byNumber;
    private final List<Upstream> all;

    /**
     * Creates the connection managers; opens no connection.
     *
     * @param rules all rules of a configuration, by number, and after them the members of balancers
     */
    public Upstreams(List<Rule> rules) {
        this(rules, System::nanoTime, Observer.NONE, new Reactor());
    }

    /**
     * @param clock    nanoseconds; used for the times of idle connections
     * @param observer receives events, also of the configurations that follow
     * @param reactor  watches the connections, also of the configurations that follow; is closed at the end
     */
    public Upstreams(List<Rule> rules, LongSupplier clock, Observer observer, Reactor reactor) {
        this(rules, new LiveUpstreams(clock, observer, reactor), Map.of());
        observer.configured();
    }

    /** The same with a reactor that has threads of its own. */
    Upstreams(List<Rule> rules, LongSupplier clock, Observer observer) {
        this(rules, clock, observer, new Reactor());
    }

    private Upstreams(List<Rule> rules, LiveUpstreams liveUpstreams, Map<PoolKey, Deque<Upstream>> inherited) {
        this.liveUpstreams = liveUpstreams;
        byNumber = new Upstream[rules.size() + 1];
        for (Rule rule : rules) {
            Deque<Upstream> equal = rule.excludes() ? null : inherited.get(PoolKey.of(rule));
            if (equal != null && !equal.isEmpty()) byNumber[rule.number()] = equal.remove();
        }
        List<Rule> fresh = rules.stream().filter(rule -> !rule.excludes() && of(rule) == null).toList();
        build(fresh);
        List<Rule> forwarding = rules.stream().filter(rule -> !rule.excludes()).toList();
        forwarding.forEach(rule -> of(rule).servesFromNowOn(rule));
        all = forwarding.stream().map(this::of).toList();
        all.forEach(upstream -> upstream.lifetime().hold());
        all.forEach(liveUpstreams::add);
    }

    /** Builds all of them or none: after a failure those that were built are closed. */
    private void build(List<Rule> fresh) {
        boolean done = false;
        try {
            for (Rule rule : fresh) byNumber[rule.number()] = liveUpstreams.build(rule);
            done = true;
        } finally {
            if (!done) fresh.stream().map(this::of).filter(Objects::nonNull).forEach(Upstream::close);
        }
    }

    /** The upstreams of the configuration that follows. Until {@link #retire} only the numbers of rules in messages change for this configuration. */
    public Upstreams successor(List<Rule> rules) {
        Map<PoolKey, Deque<Upstream>> inherited = new HashMap<>();
        for (Upstream upstream : all) inherited.computeIfAbsent(PoolKey.of(upstream.rule()), key -> new ArrayDeque<>()).add(upstream);
        return new Upstreams(rules, liveUpstreams, inherited);
    }

    /** A new configuration is in force: upstreams that it does not use keep no connections from now on. Requests that have begun continue. */
    public void retire(Upstreams successor) {
        Set<Upstream> taken = new HashSet<>(successor.all);
        for (Upstream upstream : all) if (!taken.contains(upstream)) upstream.drain();
        observer().configured();
    }

    /** The last request under this configuration has ended: upstreams that no other configuration uses are closed. */
    public void release() {
        for (Upstream upstream : all) if (upstream.lifetime().letGo()) liveUpstreams.remove(upstream);
    }

    /** The upstream of a rule that forwards. */
    public Upstream of(Rule rule) {
        return byNumber[rule.number()];
    }

    /** Begins a pause of a request that has no member of a balancer yet. */
    public Pause pause(ResponseListener listener) {
        return liveUpstreams.pause(listener);
    }

    /** In the order of the rules. */
    public List<Upstream> all() {
        return all;
    }

    /** Receives events. */
    public Observer observer() {
        return liveUpstreams.observer();
    }

    /** The health checks of members of balancers. */
    public HealthChecks checks() {
        return liveUpstreams.checks();
    }

    /** Connections in use, also of earlier configurations. */
    public int leased() {
        return liveUpstreams.leased();
    }

    /** Closes every connection, also of earlier configurations, and ends the background threads. Open exchanges fail with {@code SHUT_DOWN}, in every phase. */
    @Override
    public void close() {
        liveUpstreams.close();
    }
}
