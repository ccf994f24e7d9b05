package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.ChangeForm;
import io.github.passmatch.rules.balance.CheckHistory;
import io.github.passmatch.rules.balance.MemberError;
import io.github.passmatch.rules.balance.Skip;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.balance.StickySession;
import io.github.passmatch.rules.health.HealthCheck;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns the balancers into maps and lists. Names are those of httpd's XML where httpd has them. */
final class ManagerJson {

    private ManagerJson() { }

    static Map<String, Object> of(ManagerPage page) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", Instant.ofEpochMilli(page.now()).toString());
        page.refusal().ifPresent(why -> out.put("refused", why));
        page.outcome().ifPresent(outcome -> out.put("changed", outcome.done()));
        page.outcome().ifPresent(outcome -> out.put("ignored", outcome.ignored()));
        page.outcome().flatMap(ChangeForm.Outcome::rejected).ifPresent(why -> out.put("rejected", why));
        out.put("balancers", page.balancers().stream().map(balancing -> balancer(page, balancing)).toList());
        return out;
    }

    private static Map<String, Object> balancer(ManagerPage page, Balancing balancing) {
        Balancer balancer = balancing.balancer();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", balancer.id());
        out.put("name", balancer.url());
        out.put("line", balancer.place().fileAndLine());
        out.put("nonce", page.nonces().get(balancer.id()));
        out.put("lbmethod", balancer.settings().method().toString());
        out.put("stickysession", balancer.settings().sticky().map(StickySession::names));
        out.put("nofailover", balancer.settings().failover().keepsSessions());
        out.put("timeout", balancer.settings().failover().patience().toSeconds());
        out.put("maxattempts", balancer.settings().failover().furtherAttempts(balancer.members().size()));
        out.put("draintime", balancer.settings().drainTime().toSeconds());
        out.put("growth", balancer.settings().growth().limit());
        out.put("workers", balancing.members().stream().map(one -> member(page, one)).toList());
        return out;
    }

    private static Map<String, Object> member(ManagerPage page, Standing one) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", one.member().url());
        out.put("line", one.member().place().fileAndLine());
        out.put("status", page.words(one).strip());
        out.put("usable", one.unusable(page.now()).isEmpty());
        out.put("why", one.unusable(page.now()).map(Skip::because));
        out.put("error", one.state().error().map(MemberError::toString));
        out.put("route", one.member().role().route());
        out.put("redirect", one.member().role().redirect());
        out.put("loadfactor", one.member().role().loadFactor() / 100.0);
        out.put("lbset", one.member().role().lbset());
        out.put("elected", one.state().elected());
        out.put("busy", one.state().busy());
        out.put("lbstatus", one.turn());
        out.put("transferred", one.state().sent());
        out.put("read", one.state().read());
        one.member().health().ifPresent(check -> out.put("check", check(check, one)));
        return out;
    }

    static Map<String, Object> check(HealthCheck check, Standing one) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("hcmethod", check.method().toString());
        out.put("request", check.description());
        out.put("intervalMillis", check.interval().toMillis());
        out.put("hcpasses", check.passes());
        out.put("hcfails", check.fails());
        one.state().checks().ifPresent(history -> history(history, out));
        return out;
    }

    private static void history(CheckHistory history, Map<String, Object> out) {
        out.put("passed", history.last().passed());
        out.put("because", history.last().because());
        out.put("at", Instant.ofEpochMilli(history.at()).toString());
        out.put("since", Instant.ofEpochMilli(history.since()).toString());
    }
}
