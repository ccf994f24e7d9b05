package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.naming.NameState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@code BalancerMember} whose members are the addresses of a name.
 *
 * @param balancer {@code balancer://name}
 */
public record NameRow(String balancer, NamedMembers line, NameState state) {

    static NameRow of(Balancing balancing, NamedMembers line) {
        return new NameRow(balancing.balancer().url(), line, balancing.name(line));
    }

    /** {@code name web.example (proxy.conf:3)}. */
    String title() {
        return "name " + line.lookup() + " (" + line.line().place().fileAndLine() + "): " + line.line().rule();
    }

    boolean isGood() {
        return state.failure().isEmpty() && state.lookedUpAt() > 0;
    }

    /** {@code 3 addresses, looked up at 10:00:00}, or the failure and what stays. */
    String text() {
        if (state.lookedUpAt() == 0) return "has not been looked up yet";
        int count = state.endpoints().size();
        String addresses = count + (count == 1 ? " address" : " addresses") + (state.leftOut() == 0 ? "" : " (growth leaves out " + state.leftOut() + ")");
        if (isGood()) return addresses + ", looked up at " + Figures.clock(state.lookedUpAt());
        return "the look-up fails since " + Figures.clock(state.since()) + ": " + state.failure() + (count == 0 ? "; no address is known yet" : "; " + addresses + " of before stay");
    }

    Map<String, Object> json() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("line", line.line().place().fileAndLine());
        out.put("balancer", balancer);
        out.put("url", line.line().url());
        out.put("name", line.lookup().toString());
        out.put("addresses", state.endpoints().stream().map(Object::toString).toList());
        out.put("leftOut", state.leftOut());
        out.put("lookedUpAt", state.lookedUpAt() == 0 ? null : Instant.ofEpochMilli(state.lookedUpAt()).toString());
        out.put("failure", state.failure().isEmpty() ? null : state.failure());
        out.put("since", state.lookedUpAt() == 0 ? null : Instant.ofEpochMilli(state.since()).toString());
        out.put("everySeconds", line.lookup().every().toMillis() / 1e3);
        return out;
    }
}
