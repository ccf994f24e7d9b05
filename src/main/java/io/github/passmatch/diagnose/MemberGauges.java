package io.github.passmatch.diagnose;

import io.github.passmatch.diagnose.figures.Registry;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.match.Rule;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;

/** Registers the gauges about the members of balancers. The gauges read the states at each look at the metrics. Thread-safe. */
final class MemberGauges {

    private final Registry registry;
    private final List<Meter> made = new ArrayList<>();
    private List<Balancing> shown = List.of();

    MemberGauges(Registry registry) {
        this.registry = registry;
    }

    /** Offers the gauges of these balancers in place of those of the previous call. Does little if nothing has changed. */
    synchronized void show(List<Balancing> balancers) {
        if (isShown(balancers)) return;
        close();
        shown = balancers;
        for (Balancing balancer : balancers) {
            for (Standing.Condition condition : Standing.Condition.values())
                made.add(registry.gauge("passmatch.balancer.members", "members of a balancer, by their present state", Tags.of("balancer", balancer.balancer().id(), "state", condition.code()), () -> balancer.members().stream().filter(one -> conditionOf(one) == condition).count()));
            for (Standing one : balancer.members()) {
                Rule rule = one.member().rule();
                Tags tags = Tags.of("rule", String.valueOf(rule.number()), "line", rule.place().fileAndLine(), "balancer", balancer.balancer().id(), "member", one.member().url());
                made.add(registry.gauge("passmatch.member.usable", "1 if a member of a balancer gets requests, also if only those of its sessions", tags, () -> conditionOf(one).isUsable() ? 1 : 0));
            }
        }
    }

    private boolean isShown(List<Balancing> balancers) {
        if (balancers.size() != shown.size()) return false;
        for (int i = 0; i < shown.size(); i++) if (balancers.get(i) != shown.get(i)) return false;
        return true;
    }

    private static Standing.Condition conditionOf(Standing member) {
        return member.presentCondition(System.currentTimeMillis());
    }

    /** Removes the gauges. */
    synchronized void close() {
        made.forEach(registry.meters()::remove);
        made.clear();
        shown = List.of();
    }
}
