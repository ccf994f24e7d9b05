package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.outcome.UpstreamFailure;

/** Keeps httpd's error state of a worker: after a failed connect the rule is not used for {@code retry}. Only with {@code status=-I}; the state of a member belongs to its balancer. */
final class ErrorState {

    private final boolean ofMember;
    private volatile long until;
    private volatile boolean inError;

    ErrorState(Rule rule) {
        this.ofMember = rule.isMember();
    }

    /** A connect has failed. */
    void enter(ConnectionSettings settings, long now) {
        if (ofMember || settings.status().contains(WorkerFlag.IGNORE_ERRORS) || settings.retry().isZero()) return;
        until = now + settings.retry().toNanos();
        inError = true;
    }

    /** Refuses a request if the rule is switched off or in the error state. */
    void refuseIfUnusable(ConnectionSettings settings, long now) throws UpstreamFailure {
        if (ofMember) return;
        if (settings.switchedOff()) throw new UpstreamFailure(UpstreamFailure.Kind.SWITCHED_OFF, "the rule is switched off by status=", null);
        if (holds(now)) throw new UpstreamFailure(UpstreamFailure.Kind.IN_ERROR, "a connect failed less than retry=" + settings.retry().toSeconds() + " s ago", null);
    }

    /** Whether {@code retry} has not passed yet. */
    private boolean holds(long now) {
        if (inError && now - until >= 0) inError = false;
        return inError;
    }
}
