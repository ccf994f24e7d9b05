package io.github.passmatch.rules.balance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All balancers of one configuration. The states of balancers and members that the configuration before had too are kept. Safe for concurrent use. */
public final class Balancings {

    /** No balancers. */
    public static final Balancings NONE = new Balancings(Map.of(), Map.of());

    private final Map<String, Balancing> byId;
    private final Map<String, BalancerState> states;

    private Balancings(Map<String, Balancing> byId, Map<String, BalancerState> states) {
        this.byId = byId;
        this.states = states;
    }

    /**
     * The balancers of a new configuration, with the states of this one.
     *
     * @param balancers all balancers of the new configuration
     */
    public Balancings next(Collection<Balancer> balancers) {
        Map<String, Balancing> next = new HashMap<>();
        Map<String, BalancerState> kept = new HashMap<>();
        for (Balancer balancer : balancers) {
            BalancerState state = states.getOrDefault(balancer.id(), new BalancerState());
            kept.put(balancer.id(), state);
            next.put(balancer.id(), new Balancing(balancer, state));
        }
        return new Balancings(next, kept);
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
