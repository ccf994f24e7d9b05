package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Counts how often one reason prevented reuse, or the answer of a request, and names what helps. */
record CountedReason(long count, Explained reason, String cure) {

    /** Why connections were new. */
    static List<CountedReason> newConnections(RuleFigures figures) {
        return of(figures.leases(), LeaseVerdict.Reason.REUSED, reason -> Cure.of(reason, figures.rule()));
    }

    /** Why connections were closed. */
    static List<CountedReason> closedConnections(RuleFigures figures) {
        return of(figures.releases(), ReleaseVerdict.Reason.KEPT, reason -> Cure.of(reason, figures.rule()));
    }

    /** Why the upstream failed. */
    static List<CountedReason> failures(RuleFigures figures) {
        return of(figures.failures(), null, Cure::of);
    }

    /** Why the proxy answered itself. */
    static List<CountedReason> ownAnswers(Map<OwnAnswer, Long> counts) {
        return of(counts, OwnAnswer.LAST_HOP, OwnAnswer::cure);
    }

    /** The reasons of all four kinds. */
    static Stream<CountedReason> all(RuleFigures figures) {
        return Stream.of(newConnections(figures), closedConnections(figures), failures(figures), ownAnswers(figures.own())).flatMap(List::stream);
    }

    private static <R extends Explained> List<CountedReason> of(Map<R, Long> counts, R good, Function<R, String> cure) {
        return counts.entrySet().stream().filter(entry -> !entry.getKey().equals(good)).map(entry -> new CountedReason(entry.getValue(), entry.getKey(), cure.apply(entry.getKey()))).toList();
    }

    /** {@code 204 × upstream-said-close: the response carried Connection: close; what helps: …}. */
    String text() {
        return count + " × " + reason.code() + ": " + reason.sentence() + "; what helps: " + cure;
    }
}
