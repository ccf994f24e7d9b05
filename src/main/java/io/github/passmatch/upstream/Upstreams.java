package io.github.passmatch.upstream;

import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.health.HealthChecks;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.ResponseListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the upstreams of all rules of one configuration, and of the members of balancers that have no line of their own, which may change ({@link #useMembers}). When a new configuration follows, rules that did not change keep their
 * upstreams with all connections; the other upstreams are closed when the last request under this configuration has ended.
 * Requests may use it at any time; one thread at a time may change it.
 */
public final class Upstreams implements AutoCloseable {

    /** The time between the removal of a member and the close of its connections. */
    private static final Duration REMOVAL = Duration.ofSeconds(1);

    private final LiveUpstreams liveUpstreams;
    private final Upstream[] byNumber;
    /** The upstreams of members without a line, by number; also removed ones that are not closed yet. */
    private final Map<Integer, Upstream> added = new ConcurrentHashMap<>();
    private volatile List<Upstream> all;

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
        this(rules, List.of(), new LiveUpstreams(clock, observer, reactor), Map.of());
        observer.configured();
    }

    /** The same with a reactor that has threads of its own. */
    Upstreams(List<Rule> rules, LongSupplier clock, Observer observer) {
        this(rules, clock, observer, new Reactor());
    }

    private Upstreams(List<Rule> rules, List<Rule> withoutLine, LiveUpstreams liveUpstreams, Map<PoolKey, Deque<Upstream>> inherited) {
        this.liveUpstreams = liveUpstreams;
        byNumber = new Upstream[rules.size() + 1];
        List<Rule> forwarding = Stream.concat(rules.stream(), withoutLine.stream()).filter(rule -> !rule.excludes()).toList();
        for (Rule rule : forwarding) {
            Deque<Upstream> equal = inherited.get(PoolKey.of(rule));
            if (equal != null && !equal.isEmpty()) put(rule, equal.remove());
        }
        build(forwarding.stream().filter(rule -> of(rule) == null).toList());
        forwarding.forEach(rule -> of(rule).servesFromNowOn(rule));
        all = forwarding.stream().map(this::of).toList();
        all.forEach(upstream -> upstream.lifetime().hold());
        all.forEach(liveUpstreams::add);
    }

    private void put(Rule rule, Upstream upstream) {
        if (rule.number() < byNumber.length) byNumber[rule.number()] = upstream;
        else added.put(rule.number(), upstream);
    }

    /** Builds all of them or none: after a failure those that were built are closed. */
    private void build(List<Rule> fresh) {
        boolean done = false;
        try {
            for (Rule rule : fresh) put(rule, liveUpstreams.build(rule));
            done = true;
        } finally {
            if (!done) fresh.stream().map(this::of).filter(Objects::nonNull).forEach(Upstream::close);
        }
    }

    /** As {@link #successor(List, List)}, if each member of a balancer has a line. */
    public Upstreams successor(List<Rule> rules) {
        return successor(rules, List.of());
    }

    /**
     * The upstreams of the configuration that follows. Until {@link #retire} only the numbers of rules in messages change for this configuration.
     *
     * @param withoutLine the members of balancers that have no line of their own; their numbers follow those of {@code rules}
     */
    public Upstreams successor(List<Rule> rules, List<Rule> withoutLine) {
        Map<PoolKey, Deque<Upstream>> inherited = new HashMap<>();
        for (Upstream upstream : all) inherited.computeIfAbsent(PoolKey.of(upstream.rule()), key -> new ArrayDeque<>()).add(upstream);
        return new Upstreams(rules, withoutLine, liveUpstreams, inherited);
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
        return rule.number() < byNumber.length ? byNumber[rule.number()] : added.get(rule.number());
    }

    /**
     * From now on, these members without a line are used, and no others. A removed one keeps no connections, and is closed after {@link #REMOVAL}; this is the time for a request that has chosen it already.
     *
     * @param members all members that have no line of their own; the numbers of new ones were not used before
     */
    public void useMembers(Collection<Rule> members) {
        added.values().removeIf(upstream -> upstream.lifetime().isEnded());
        List<Rule> fresh = members.stream().filter(member -> of(member) == null).toList();
        build(fresh);
        for (Rule member : fresh) {
            of(member).lifetime().hold();
            liveUpstreams.add(of(member));
        }
        Set<Integer> numbers = members.stream().map(Rule::number).collect(Collectors.toSet());
        Set<Upstream> removed = added.entrySet().stream().filter(entry -> !numbers.contains(entry.getKey())).map(Map.Entry::getValue).collect(Collectors.toSet());
        all = Stream.concat(all.stream(), fresh.stream().map(this::of)).filter(upstream -> !removed.contains(upstream)).toList();
        for (Upstream upstream : removed) if (!upstream.isDraining()) upstream.drain(REMOVAL);
        observer().configured();
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

    /** Sets what is done about once a second, on a thread of these upstreams and of those of the configurations that follow. It must not wait. */
    public void eachSecond(Runnable chore) {
        liveUpstreams.eachSecond(chore);
    }

    /** The health checks of members of balancers. */
    public HealthChecks checks() {
        return liveUpstreams.checks();
    }

    /** A connect to a member has failed, and the member is in error: from now on the member is also tried without requests, unless it has a health check. */
    public void connectFailed(Standing member) {
        checks().connectFailed(member);
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
