package io.github.passmatch.rules.balance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All balancers of one configuration. The states of balancers and members that the configuration before had too are kept. Safe for concurrent use. */
public final class Balancings {

    /** No balancers. */
    public static final Balancings NONE = new Balancings(Map.of(), Map.of());

    private final Map<String, Balancer> configured;
    private final Map<String, BalancerState> states;
    private final Map<String, Balancing> byId = new ConcurrentHashMap<>();

    private Balancings(Map<String, Balancer> configured, Map<String, BalancerState> states) {
        this.configured = configured;
        this.states = states;
        configured.keySet().forEach(this::build);
    }

    private void build(String id) {
        BalancerState state = states.get(id);
        byId.put(id, new Balancing(state.managed().apply(configured.get(id)), state));
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
