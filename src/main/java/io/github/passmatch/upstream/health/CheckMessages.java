package io.github.passmatch.upstream.health;

import io.github.passmatch.rules.balance.CheckHistory;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.upstream.log.Loggers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Writes one log line each time when health checks take a member out, or bring the member back: which check, what it found, and which members serve now. */
final class CheckMessages {

    private static final Logger LOG = Loggers.of(HealthChecks.class);
    /** More members are counted, not named. */
    private static final int MAX_NAMES = 5;

    private CheckMessages() { }

    static void log(CheckHistory.Effect effect, CheckedMember member, CheckResult result) {
        List<Standing> all = member.balancing().members();
        List<Standing> usable = all.stream().filter(one -> one.unusable(System.currentTimeMillis()).isEmpty()).toList();
        String what = member.balancing().balancer().url() + ": " + member.standing().member() + " (" + member.standing().member().place().fileAndLine() + ")";
        if (effect == CheckHistory.Effect.DRAINS) LOG.info("{} drains: it gets only requests of its sessions, because hcdrain is true for its health check ({}): {}", what, member.check().description(), result.because());
        else if (effect == CheckHistory.Effect.TAKES_SESSIONS) LOG.info("{} takes new sessions again: hcdrain is false for its health check ({}): {}", what, member.check().description(), result.because());
        else if (effect == CheckHistory.Effect.BACK) LOG.info("{} is used again: its health check ({}) passed{}: {}. Usable: {}", what, member.check().description(), times(member.check().passes()), result.because(), names(usable));
        else if (!usable.isEmpty()) LOG.warn("{} is not used any more: its health check ({}) failed{}: {}. Usable: {}", what, member.check().description(), times(member.check().fails()), result.because(), names(usable));
        else LOG.error("{} is not used any more: its health check ({}) failed{}: {}. NO MEMBER IS USABLE, so requests are answered with 503{}", what, member.check().description(), times(member.check().fails()), result.because(), advice(all));
    }

    private static String times(int count) {
        return count == 1 ? "" : " " + count + " times in a row";
    }

    private static String names(List<Standing> members) {
        String names = members.stream().limit(MAX_NAMES).map(one -> one.member().url()).collect(Collectors.joining(", "));
        return members.size() > MAX_NAMES ? names + " and " + (members.size() - MAX_NAMES) + " more" : names;
    }

    /** If all checks have failed in the same way from the beginning, the check is more likely wrong than all members. */
    private static String advice(List<Standing> all) {
        List<CheckHistory> checks = all.stream().map(one -> one.state().checks()).flatMap(Optional::stream).toList();
        boolean alike = checks.size() == all.size() && checks.size() > 1 && checks.stream().allMatch(check -> !check.everPassed() && !check.last().passed() && check.last().equals(checks.get(0).last()));
        return alike ? ". All checks have failed in the same way from the beginning: perhaps hcmethod, hcuri or hcexpr is wrong" : "";
    }
}
