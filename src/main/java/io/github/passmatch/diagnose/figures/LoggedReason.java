package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the reasons that the access log, {@code Server-Timing} and the status page show, in the form in which they show them.
 *
 * @param id       {@code new:pool-empty}, {@code closed:rule}, {@code failed:refused}, {@code own:no-rule}; {@code reused(n)} and {@code kept}
 * @param sentence what has happened, without a full stop
 * @param cure     what helps, without a full stop
 */
public record LoggedReason(String id, String sentence, String cure) {

    /** How connections were obtained. */
    public static List<LoggedReason> leases() {
        return Stream.of(LeaseVerdict.Reason.values())
                .map(reason -> new LoggedReason(reason == LeaseVerdict.Reason.REUSED ? "reused(n)" : "new:" + reason.code(), reason.sentence(), Cure.of(reason))).toList();
    }

    /** What happened to connections after the exchange. */
    public static List<LoggedReason> releases() {
        return Stream.of(ReleaseVerdict.Reason.values())
                .map(reason -> new LoggedReason(reason == ReleaseVerdict.Reason.KEPT ? "kept" : "closed:" + reason.code(), reason.sentence(), Cure.of(reason))).toList();
    }

    /** Why upstreams failed. */
    public static List<LoggedReason> failures() {
        return Stream.of(UpstreamFailure.Kind.values()).map(kind -> new LoggedReason("failed:" + kind.code(), kind.sentence(), Cure.of(kind))).toList();
    }

    /** Why the proxy answered a request itself. */
    public static List<LoggedReason> ownAnswers() {
        return Stream.of(OwnAnswer.values()).map(own -> new LoggedReason(own.toString(), own.sentence(), own.cure())).toList();
    }

    /** The reasons of all four kinds. */
    public static List<LoggedReason> all() {
        return Stream.of(leases(), releases(), failures(), ownAnswers()).flatMap(List::stream).toList();
    }
}
