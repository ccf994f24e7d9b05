package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Explained;

/**
 * A member that was not a candidate, and why.
 *
 * @param detail the error, or the failure of the health check; empty if the reason says everything
 */
public record Skip(Member member, Reason reason, String detail) {

    /** {@code skipped: http://a: in error until …, because …}. */
    @Override
    public String toString() {
        return "skipped: " + member.url() + ": " + because();
    }

    /** The error, or the reason in one sentence. */
    public String because() {
        return detail.isEmpty() ? reason.sentence : detail;
    }

    /** All reasons. */
    public enum Reason implements Explained {
        DISABLED("disabled", "it is disabled (status D)"),
        STOPPED("stopped", "it is stopped (status S)"),
        CHECK_FAILED("check-failed", "its health check failed (status C)"),
        IN_ERROR("in-error", "it is in error"),
        /** {@code retry} has passed, and another request tries the member. */
        ON_TRIAL("on-trial", "it was in error, and one request tries it"),
        DRAINING("draining", "it drains: it gets only requests of its sessions (status N)"),
        DRAINED("drained", "it has drained: draintime has passed (status N)"),
        /** In a request that began while it was a member. */
        REMOVED("removed", "it is no member any more"),
        SPARE("spare", "it is a hot spare, and no other member of its set is missing (status R)"),
        STANDBY("standby", "it is a hot standby, and another member of its set is usable (status H)"),
        OTHER_SET("other-set", "a member of a lower lbset is usable"),
        NO_ADDRESS("no-address", "its name has no address yet"),
        TRIED("tried", "this request has tried it");

        private final String code;
        private final String sentence;

        Reason(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String sentence() {
            return sentence;
        }
    }
}
