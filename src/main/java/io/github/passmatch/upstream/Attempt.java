package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.upstream.http1.FieldTooLong;
import io.github.passmatch.upstream.http1.NotHttp;
import io.github.passmatch.upstream.outcome.CauseWords;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Descriptors;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.outcome.UpstreamFailure.Kind;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.Guard;
import io.github.passmatch.upstream.time.ResponseListener;
import java.io.IOException;
import java.time.Duration;

/**
 * Holds what one attempt at an exchange needs, and turns its exceptions into the failure that is reported and logged.
 *
 * @param route where the connection must lead
 * @param login the pool's state for connections on which this client is logged in; null if there are none
 */
record Attempt(ConnectionSettings settings, UpstreamRequest request, ConnectionRoute route, ResponseListener listener, Guard guard, ExchangeRecord record, String login) {

    /** Whether the connection may be kept, as far as the rule and the request are concerned. */
    boolean mayKeep() {
        return request.mayKeep(settings);
    }

    /** The limit of a wait in a phase in which the connection exists. */
    Duration limitOf(Phase phase) {
        return phase == Phase.CONTINUE ? settings.protocol().ping().orElseThrow() : settings.timeout();
    }

    /** Throws if the watchdog ended the wait for a reason other than the limit of this wait. */
    void refuseIfEnded(Phase phase, Exception cause) throws ClientGone, UpstreamFailure {
        if (guard.endedBy(Guard.Cause.CLIENT_GONE)) throw new ClientGone("the client left while the proxy was " + phase.doing(), new IOException(cause));
        if (guard.endedBy(Guard.Cause.SHUT_DOWN)) throw new UpstreamFailure(Kind.SHUT_DOWN, phase, authority() + ": the proxy was stopped while " + phase.doing(), cause);
        if (!guard.endedBy(Guard.Cause.TOTAL)) return;
        String limit = settings.totalTimeout().map(UpstreamFailure::millis).orElse("none");
        throw new UpstreamFailure(Kind.TOTAL_TIMEOUT, phase, authority() + " failed while " + phase.doing() + ": the whole exchange took longer than totaltimeout=" + limit, cause);
    }

    /** @param start when the wait began, in nanoseconds */
    UpstreamFailure failure(Kind kind, Phase phase, Duration limit, long start, Exception cause) {
        String elapsed = UpstreamFailure.millis(Duration.ofNanos(System.nanoTime() - start));
        boolean limited = kind == Kind.CONNECT_TIMEOUT || guard.ended();
        String why = kind == Kind.NO_DESCRIPTOR ? Descriptors.words() : limited ? "nothing within " + phase.limitName() + "=" + UpstreamFailure.millis(limit) : CauseWords.of(cause);
        return new UpstreamFailure(kind, phase, authority() + " failed while " + phase.doing() + ", after " + elapsed + ": " + why, cause);
    }

    UpstreamFailure badAnswer(String what, Exception cause) {
        return badAnswer(Kind.BAD_ANSWER, "this is not valid HTTP: " + what, cause);
    }

    /** The failure for a response head that cannot be parsed. */
    UpstreamFailure badHead(Exception cause) {
        if (cause instanceof NotHttp other) return badAnswer(other.kind(), other.getMessage(), other);
        if (cause instanceof FieldTooLong) return badAnswer(Kind.FIELD_TOO_LONG, cause.getMessage() + ": more than responsefieldsize=" + settings.responseFieldSize() + " bytes; set a higher responsefieldsize on the rule", cause);
        return badAnswer(cause.getMessage(), cause);
    }

    private UpstreamFailure badAnswer(Kind kind, String what, Exception cause) {
        String elapsed = UpstreamFailure.millis(record.sinceLeased());
        return new UpstreamFailure(kind, Phase.HEAD, authority() + " failed while " + Phase.HEAD.doing() + ", after " + elapsed + ": " + what, cause);
    }

    private String authority() {
        return request.target().authority().toString();
    }
}
