package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.match.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All balancers of one configuration. The states of balancers and members that the configuration before had too are kept. Requests may use it at any time; one thread at a time may change it, and no
 * {@link #next} may run at the same time.
 *
 * <p>The members of a balancer are those of its lines, those of each {@link Source} (the addresses of its names, {@link NamedMembers}, and what the balancer-manager has added), and those that leave: members that a source does not give any more drain, and are removed by {@link #removeDrained}.
 */
public final class Balancings {

    /** No balancers. */
    public static final Balancings NONE = new Balancings(Map.of(), Map.of());

    /** Gives members that have no line of their own, for example the addresses of a name. Called after each change, also with the balancer of the next configuration; must not wait. */
    @FunctionalInterface
    interface Source {
        /**
         * The members now.
         *
         * @param lines the balancer as configured
         * @return members whose URLs differ; the number of their rules has no meaning
         */
        List<Member> members(Balancer lines);
    }

    private final Map<String, Balancer> configured;
    private final Map<String, BalancerState> states;
    private final Map<String, Balancing> byId = new ConcurrentHashMap<>();
    /** The rules of the members without a line, by the id of the balancer and the URL. */
    private final Map<String, Map<String, Rule>> found = new HashMap<>();
    private Consumer<List<Rule>> connections = rules -> { };
    private int lastNumber;

    private Balancings(Map<String, Balancer> configured, Map<String, BalancerState> states) {
        this.configured = configured;
        this.states = states;
        this.lastNumber = configured.values().stream().mapToInt(Balancer::lastNumber).max().orElse(0);
        configured.keySet().forEach(this::build);
    }

    private void build(String id) {
        BalancerState state = states.get(id);
        Balancer lines = configured.get(id);
        Map<String, Rule> before = found.getOrDefault(id, Map.of());
        Map<String, Rule> rules = new HashMap<>();
        List<Member> members = new ArrayList<>(lines.members());
        for (Member member : state.gather(lines)) {
            Rule rule = before.containsKey(member.url()) ? before.get(member.url()) : member.rule().numbered(++lastNumber);
            rules.put(member.url(), rule);
            members.add(member.with(rule));
        }
        found.put(id, rules);
        if (!rules.keySet().equals(before.keySet())) connections.accept(rulesWithoutLine());     // before a request can choose a new member
        byId.put(id, new Balancing(state.managed().apply(lines.with(members)), state));
    }

    /**
     * The balancers of a new configuration, with the states of this one.
     *
     * @param balancers all balancers of the new configuration
     */
    public Balancings next(Collection<Balancer> balancers) {
        Map<String, Balancer> next = new HashMap<>();
        Map<String, BalancerState> kept = new HashMap<>();
        for (Balancer balancer : balancers) {
            kept.put(balancer.id(), states.getOrDefault(balancer.id(), new BalancerState()));
            next.put(balancer.id(), balancer);
        }
        return new Balancings(next, kept);
    }

    /** From now on, the receiver is told of the rules of all members without a line after each change of this list, before a request can choose a new member. */
    public void connect(Consumer<List<Rule>> receiver) {
        connections = receiver;
    }

    /** The rules of all members without a line of their own; their numbers follow those of the configuration. */
    public List<Rule> rulesWithoutLine() {
        return found.values().stream().flatMap(rules -> rules.values().stream()).toList();
    }

    /**
     * Sets where members of a balancer come from, besides its lines, its names and the balancer-manager. Kept in all configurations that follow, as long as they have the balancer.
     *
     * @param id     of the balancer
     * @param name   of the source: replaces the source with the same name
     * @param source gives the members from now on; those that the source before gave, and this one does not give, drain
     */
    void supply(String id, String name, Source source) {
        states.get(id).supply(name, source);
        build(id);
    }

    /** The addresses of names have changed: the members of balancers with names are those of the present addresses. */
    public void refreshNames() {
        for (Balancer lines : configured.values()) if (!lines.names().isEmpty()) build(lines.id());
    }

    /**
     * Removes the members that a source does not give any more, if {@code draintime} has passed, or if they have no requests in progress and can have no sessions.
     *
     * @param now in milliseconds since 1970
     * @return the removed members
     */
    public List<Member> removeDrained(long now) {
        List<Member> all = new ArrayList<>();
        for (String id : configured.keySet()) {
            List<Member> removed = states.get(id).removeDrained(byId.get(id).balancer().settings(), now);
            if (removed.isEmpty()) continue;
            all.addAll(removed);
            build(id);
        }
        return all;
    }

    /**
     * Adds a member, which is disabled. Kept in all configurations that follow, as long as {@code growth} of the balancer allows it.
     *
     * @return why it was not added; empty: it was
     */
    public Optional<String> add(String id, String url) {
        BalancerState state = states.get(id);
        Balancer.Growth growth = configured.get(id).settings().growth();
        if (byId.get(id).members().stream().anyMatch(one -> one.member().url().equals(url))) return Optional.of(url + " is a member already");
        if (state.added().size() >= growth.limit()) return Optional.of("growth of the balancer allows " + growth.limit() + " more members than its lines");
        if (growth.member(url).isEmpty()) return Optional.of("the URL is not http://host:port, with https, ws or wss if that is meant, and perhaps a path");
        state.add(url);
        build(id);
        return Optional.empty();
    }

    /** What was changed of a balancer at run time. */
    public Changes changes(String id) {
        return states.get(id).managed();
    }

    /** Changes a balancer, for all requests that choose a member from now on, and in all configurations that follow. Requests that have begun continue as before. */
    public void change(String id, Changes changes) {
        states.get(id).manage(changes);
        build(id);
    }

    /** All balancers, in no particular order. */
    public Collection<Balancing> all() {
        return byId.values();
    }

    /** The balancer with this {@link Balancer#id}. */
    public Optional<Balancing> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
