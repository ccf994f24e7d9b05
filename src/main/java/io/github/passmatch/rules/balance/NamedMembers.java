package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.naming.Endpoint;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameState;
import io.github.passmatch.rules.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A {@code BalancerMember} with {@code resolve=all}, or with the URL of SRV records: each address of its name is a member with the parameters of the line.
 *
 * @param line   the line; it is no member itself
 * @param lookup what is looked up
 * @param routes whether each member has a route of its own ({@code route=auto})
 */
public record NamedMembers(Member line, Lookup lookup, boolean routes) {

    private static final int LARGEST_SET = 99;
    private static final int LARGEST_FACTOR = 10000;
    private static final int SMALLEST_FACTOR = 100;

    public NamedMembers {
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(lookup, "lookup");
    }

    /** The members for the addresses that count now, in their order. */
    public List<Member> members(NameState state) {
        List<Integer> priorities = new ArrayList<>(state.endpoints().stream().map(Endpoint::priority).collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
        Map<Integer, Integer> heaviest = new HashMap<>();
        for (Endpoint one : state.endpoints()) heaviest.merge(one.priority(), one.weight(), Math::max);
        return state.endpoints().stream().map(one -> member(one, priorities.indexOf(one.priority()), heaviest.get(one.priority()))).toList();
    }

    /** The URL of the member for an address: the URL of the line, {@code #} and the address; for SRV records also the port. */
    public String url(Endpoint endpoint) {
        return line.url() + "#" + label(endpoint);
    }

    private String label(Endpoint endpoint) {
        return lookup.service() ? endpoint.toString() : endpoint.host();
    }

    /** @param set the position of its priority among all priorities */
    private Member member(Endpoint endpoint, int set, int heaviest) {
        String url = url(endpoint);
        Rule rule = line.rule();
        Destination to = rule.destination().orElseThrow();
        Target target = to.target().at(endpoint.socketAddress(), label(endpoint));
        Rule own = new Rule(rule.number(), rule.place(), rule.directive(), rule.pattern(), Optional.of(new Destination(target, to.view(), to.nocanon(), to.connections(), to.origins())), rule.interpolate());
        Member.Role role = line.role();
        int factor = lookup.service() ? factor(endpoint.weight(), heaviest) : role.loadFactor();
        int lbset = Math.min(LARGEST_SET, role.lbset() + set);
        return new Member(url, own, new Member.Role(factor, lbset, routes ? AutoRoute.of(line.url(), label(endpoint)) : role.route(), role.redirect(), role.slowStart()), line.health());
    }

    /** A weight up to 100 is a {@code loadfactor}; if there are greater ones, all are reduced in the same proportion. {@code loadfactor} is at least 1. */
    private static int factor(int weight, int heaviest) {
        long factor = heaviest <= 100 ? weight * 100L : (long) weight * LARGEST_FACTOR / heaviest;
        return (int) Math.max(SMALLEST_FACTOR, factor);
    }

    /** Why the line has no members; empty if it has some. */
    Optional<Skip> without(NameState state) {
        if (!state.endpoints().isEmpty()) return Optional.empty();
        String detail = state.lookedUpAt() == 0 ? "its name " + lookup + " has not been looked up yet" : "its name " + lookup + " has no address yet: " + state.failure();
        return Optional.of(new Skip(line, Skip.Reason.NO_ADDRESS, detail));
    }

    @Override
    public String toString() {
        return line.url();
    }
}
