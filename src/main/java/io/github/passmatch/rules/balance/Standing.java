package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A member together with its state. */
public final class Standing {

    /**
     * How often a connect to a member in error is tried: a server that is restarted is used again within a few seconds, and the connects cost less than the smallest {@code hcinterval} that users
     * choose.
     */
    public static final Duration CONNECT_EVERY = Duration.ofSeconds(2);

    private final Member member;
    private final MemberState state;
    private final long drainMillis;

    /** @param drainTime of the balancer */
    Standing(Member member, MemberState state, Duration drainTime) {
        this.member = member;
        this.state = state;
        this.drainMillis = drainTime.toMillis();
    }

    public Member member() {
        return member;
    }

    public MemberState state() {
        return state;
    }

    /** Whether the member has the flag now. */
    public boolean has(WorkerFlag flag) {
        return state.has(flag, member);
    }

    /**
     * A health check of the member has ended.
     *
     * @param now in milliseconds since 1970
     * @return what it changes
     */
    public Set<CheckHistory.Effect> checked(CheckResult result, long now) {
        return member.health().map(check -> state.checked(result, member, check, now)).orElse(Set.of());
    }

    /** The turn of byrequests, in hundredths of {@code loadfactor}: the member with the highest number is next. */
    public long turn() {
        return state.presentTurn();
    }

    /** Why the member gets no requests at {@code now}, also of its sessions; empty: it is usable. */
    public Optional<Skip> unusable(long now) {
        return state.locked(() -> obstacle(now));
    }

    /** The condition of the member at {@code now} in one word. */
    public Condition presentCondition(long now) {
        return unusable(now).map(skip -> switch (skip.reason()) {
            case DISABLED -> Condition.DISABLED;
            case STOPPED -> Condition.STOPPED;
            case CHECK_FAILED -> Condition.CHECK_FAILED;
            case DRAINED, REMOVED -> Condition.DRAINED;
            default -> Condition.IN_ERROR;
        }).orElse(has(WorkerFlag.DRAINING) ? Condition.DRAINING : Condition.USABLE);
    }

    /** The conditions of members as metrics tell them. */
    public enum Condition {
        USABLE("usable"),
        /** Only requests of its sessions. */
        DRAINING("draining"),
        DRAINED("drained"),
        IN_ERROR("in-error"),
        CHECK_FAILED("check-failed"),
        DISABLED("disabled"),
        STOPPED("stopped");

        private final String code;

        Condition(String code) {
            this.code = code;
        }

        /** In lower case, with hyphens. */
        public String code() {
            return code;
        }

        public boolean isUsable() {
            return this == USABLE || this == DRAINING;
        }
    }

    /** {@code usable}, or what is special about the member, or why it is not usable. */
    public String condition(long now) {
        Optional<Skip> obstacle = unusable(now);
        if (obstacle.isPresent()) return obstacle.get().because();
        if (has(WorkerFlag.DRAINING)) return draining().because();
        if (has(WorkerFlag.SPARE)) return "usable as a hot spare (status R)";
        return has(WorkerFlag.STANDBY) ? "usable as a hot standby (status H)" : "usable";
    }

    /** Why the member may not be used at {@code now}, by nobody; empty: it may be used. Under the lock. */
    Optional<Skip> obstacle(long now) {
        if (!state.isPlain(member)) {
            if (state.drain().isGone()) return skip(Skip.Reason.REMOVED, "");
            if (has(WorkerFlag.DISABLED)) return skip(Skip.Reason.DISABLED, "");
            if (has(WorkerFlag.STOPPED)) return skip(Skip.Reason.STOPPED, "");
            if (isDrained(now)) return skip(Skip.Reason.DRAINED, "");
            if (has(WorkerFlag.CHECK_FAILED)) return skip(Skip.Reason.CHECK_FAILED, state.checkFailure().map(why -> "its health check failed: " + why).orElse(""));
            if (has(WorkerFlag.IGNORE_ERRORS)) return Optional.empty();
        }
        Optional<MemberError> error = state.error();
        if (error.isEmpty()) return Optional.empty();
        if (error.get().until() > now) return skip(Skip.Reason.IN_ERROR, error.get() + (endsByConnect(error.get()) ? "; a connect is tried every " + CONNECT_EVERY.toSeconds() + " s" : ""));
        return state.onTrial ? skip(Skip.Reason.ON_TRIAL, "") : Optional.empty();
    }

    /**
     * The error that a connect in the background may end before {@code retry}; empty: there is none now.
     *
     * @param now in milliseconds since 1970
     */
    public Optional<MemberError> awaitsConnect(long now) {
        if (state.error().isEmpty()) return Optional.empty();
        return unusable(now).filter(skip -> skip.reason() == Skip.Reason.IN_ERROR).flatMap(skip -> state.error()).filter(this::endsByConnect);
    }

    /** A connect proves only that connects work again; a health check knows more; over a remote proxy, a connect does not reach the member. */
    private boolean endsByConnect(MemberError error) {
        return error.cause() == ErrorCause.CONNECT && error.until() - error.since() > CONNECT_EVERY.toMillis() && member.health().isEmpty() && member.isReachedByTcp();
    }

    /** Whether the member could get requests without a session, if it were not in error. */
    boolean counts() {
        return state.isPlain(member) || !has(WorkerFlag.DISABLED) && !has(WorkerFlag.STOPPED) && !has(WorkerFlag.CHECK_FAILED) && !has(WorkerFlag.DRAINING);
    }

    /** When {@code draintime} ends, in milliseconds since 1970; {@link Long#MAX_VALUE}: the member does not drain, or only by the configuration, which has no end. */
    long drainedAt() {
        long since = state.drain().since();
        return since == 0 || !has(WorkerFlag.DRAINING) ? Long.MAX_VALUE : since + drainMillis;
    }

    /** Whether the member drains, and {@code draintime} has passed: then it gets no requests, and keeps no connections. */
    public boolean isDrained(long now) {
        return now >= drainedAt();
    }

    /** That the member gets only requests of its sessions, and until when. */
    Skip draining() {
        long end = drainedAt();
        String sentence = Skip.Reason.DRAINING.sentence();
        return new Skip(member, Skip.Reason.DRAINING, end == Long.MAX_VALUE ? "" : sentence.replace("it drains:", "it drains until " + Instant.ofEpochMilli(end) + ":"));
    }

    Optional<Skip> skip(Skip.Reason reason, String detail) {
        return Optional.of(new Skip(member, reason, detail));
    }

    /** The present share in hundredths of {@code loadfactor}: during a slow start from a tenth up to all. */
    int factor(long now) {
        int full = member.role().loadFactor();
        long length = member.role().slowStart().toMillis();
        if (state.returned == 0 || length == 0 || now - state.returned >= length) return full;
        long passed = Math.max(0, now - state.returned);
        return Math.max(1, (int) (full * (length + 9 * passed) / (10 * length)));
    }

    /** When the share changes next, in about one percent steps; {@link Long#MAX_VALUE}: never. */
    long nextStep(long now) {
        long length = member.role().slowStart().toMillis();
        if (state.returned == 0 || length == 0 || now - state.returned >= length) return Long.MAX_VALUE;
        return now + Math.max(10, length / 90);
    }
}
