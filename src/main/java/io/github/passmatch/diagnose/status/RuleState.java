package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Period;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.rules.balance.Skip;
import java.util.Optional;

/**
 * Says what a rule or a member of a balancer does at this moment, which may differ from what its lines promise.
 *
 * @param why one sentence
 */
record RuleState(Kind kind, String why) {

    /** From this share on, troubled requests make a rule failing: one in ten. */
    private static final int TROUBLED_OF = 10;

    /** The states, the worst first. */
    enum Kind {
        FAILING("failing", "bad"),
        OUT_OF_USE("out of use", "bad"),
        WAITING("waiting", "warn"),
        PROMISE_BROKEN("promise broken", "warn"),
        NEVER_MATCHES("never matches", "warn"),
        FINE("fine", "good"),
        IN_PROGRESS("in progress", "dim"),
        NEVER_ASKED("never asked", "dim"),
        NOT_PROXIED("not proxied", "dim");

        private final String words;
        private final String tone;

        Kind(String words, String tone) {
            this.words = words;
            this.tone = tone;
        }

        String words() {
            return words;
        }

        /** The name of the colour in the style sheet. */
        String tone() {
            return tone;
        }
    }

    /** @param latest the period that counts; empty if there was no request for an hour */
    static RuleState of(Status.Row row, Optional<Period> latest, Status status) {
        if (row.figures().isEmpty()) return new RuleState(Kind.NOT_PROXIED, "requests that match are not proxied");
        long now = status.at().toEpochMilli();
        Optional<Skip> obstacle = row.member().flatMap(one -> one.unusable(now));
        if (obstacle.isPresent()) return new RuleState(Kind.OUT_OF_USE, obstacle.get().because());
        RuleFigures figures = row.figures().get();
        if (latest.isPresent() && isTroubled(latest.get())) return failing(latest.get(), now);
        int waiting = figures.upstream().waiting();
        if (waiting > 0) return new RuleState(Kind.WAITING, waiting + (waiting == 1 ? " request waits" : " requests wait") + " for a connection: max=" + figures.upstream().settings().max() + " are in use");
        if (figures.requests().isEmpty()) return figures.inFlight() > 0 ? new RuleState(Kind.IN_PROGRESS, "no request has finished yet") : unasked(row, status);
        return latest.map(period -> of(row, period, now)).orElseGet(() -> new RuleState(Kind.FINE, "no request within the last hour"));
    }

    private static boolean isTroubled(Period period) {
        return period.troubled() * TROUBLED_OF >= period.requests();
    }

    private static RuleState failing(Period period, long now) {
        return new RuleState(Kind.FAILING, period.troubled() + " of " + period.requests() + " requests " + when(period, now) + " failed or got 5xx");
    }

    private static RuleState unasked(Status.Row row, Status status) {
        return status.about().at(row.rule().place()).stream().anyMatch(About.Found::meansNever) ? new RuleState(Kind.NEVER_MATCHES, "no request can match the rule: see the finding")
                : new RuleState(Kind.NEVER_ASKED, "no request since the rule came into force");
    }

    private static RuleState of(Status.Row row, Period period, long now) {
        String when = when(period, now);
        String share = period.reused() + " of " + period.leases() + " exchanges " + when + " used a kept connection";
        if (row.promisesReuse() && period.leases() > 1 && period.reused() * 2 < period.leases()) return new RuleState(Kind.PROMISE_BROKEN, "reuse is promised, but only " + share + period.cause().map(reason -> "; most often because " + reason.sentence()).orElse(""));
        return new RuleState(Kind.FINE, row.promisesReuse() && period.leases() > 0 ? share : "no failures " + when);
    }

    /** {@code in the last 75 s}, or {@code in the minute of 12:03:00}. */
    static String when(Period period, long now) {
        return period.untilMillis() > now - 2000 ? "in the last " + period.seconds() + " s" : "in the minute of " + Figures.clock(period.fromMillis());
    }
}
