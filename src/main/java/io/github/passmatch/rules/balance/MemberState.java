package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.rules.health.HealthCheck;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The state of one member in one balancer: error, flags that were changed at run time, and counters. The state is kept when a configuration with the same member is read again. Safe for
 * concurrent use.
 */
public final class MemberState {

    static final int NO_SLOT = -1;

    private final BalancerState balancer;
    private volatile MemberError error;
    private volatile String checkFailure;
    private volatile CheckHistory checks;       // null: no check has ended
    private volatile Map<WorkerFlag, Boolean> changes = Map.of();
    private final Drain drain = new Drain();

    // Under the lock of the balancer:

    /** The turn of byrequests, in hundredths of {@code loadfactor}, as of the last {@link Candidates#flush}. */
    long turn;
    /** The index in the present candidates. */
    int slot = NO_SLOT;
    /** Whether one request tries the member after {@code retry}. */
    boolean onTrial;
    /** Whether the member was a candidate when the candidates were computed last. */
    boolean candidate;
    /** When the member became a candidate again, for {@code slowstart}; 0: no slow start. */
    long returned;
    private volatile int failsInRow;
    private int busy;
    private long sent;
    private long read;
    private long elected;
    private int errorsInRow;
    private long trafficBase;

    MemberState(BalancerState balancer) {
        this.balancer = balancer;
    }

    /** The error, also if its time has passed and no request has succeeded since. */
    public Optional<MemberError> error() {
        return Optional.ofNullable(error);
    }

    /** Why the health check failed; empty: it did not. */
    public Optional<String> checkFailure() {
        return Optional.ofNullable(checkFailure);
    }

    /** Requests in progress, with tunnels. */
    public int busy() {
        return balancer.read(() -> busy);
    }

    /** How often the member was chosen. */
    public long elected() {
        return balancer.read(() -> elected);
    }

    /** Bytes sent to the member. */
    public long sent() {
        return balancer.read(() -> sent);
    }

    /** Bytes received from the member. */
    public long read() {
        return balancer.read(() -> read);
    }

    /** Why and since when the member drains. */
    Drain drain() {
        return drain;
    }

    /**
     * Sets or clears a flag at run time; this counts more than {@code status=}, until the process ends.
     *
     * @param now in milliseconds since 1970
     */
    public void change(WorkerFlag flag, boolean set, long now) {
        balancer.locked(() -> {
            changes = with(flag, set);
            if (flag == WorkerFlag.DRAINING) drain.byChange(set, now);
            if (flag == WorkerFlag.CHECK_FAILED && !set) checkFailure = null;
        });
    }

    /** What the health checks have found; empty: none has ended. */
    public Optional<CheckHistory> checks() {
        return Optional.ofNullable(checks);
    }

    /** A health check of the member has ended. Failures and passes count only in a row; in httpd, all count. */
    Set<CheckHistory.Effect> checked(CheckResult result, Member member, HealthCheck check, long now) {
        balancer.lock().lock();
        try {
            CheckHistory before = checks;
            boolean isSame = before != null && before.last().passed() == result.passed();
            boolean isOut = has(WorkerFlag.CHECK_FAILED, member);
            boolean heals = isOut || error != null && error.cause().beforeRequest();
            int passes = result.passed() && heals ? (isSame ? before.passes() : 0) + 1 : 0;
            int fails = result.passed() || isOut ? 0 : (isSame ? before.fails() : 0) + 1;
            boolean back = passes >= check.passes();
            boolean out = fails >= check.fails();
            checks = new CheckHistory(result, now, isSame ? before.since() : now, back ? 0 : passes, out ? 0 : fails, result.passed() || before != null && before.everPassed());
            if (back) checkPassed();
            if (out || !result.passed() && checkFailure != null) checkFailed(result.because());
            Set<CheckHistory.Effect> effects = EnumSet.noneOf(CheckHistory.Effect.class);
            if (back) effects.add(CheckHistory.Effect.BACK);
            if (out) effects.add(CheckHistory.Effect.OUT);
            if (result.drains().isPresent() && result.drains().get() != drain.isByCheck()) {
                balancer.locked(() -> drain.byCheck(result.drains().get(), now));
                effects.add(drain.isByCheck() ? CheckHistory.Effect.DRAINS : CheckHistory.Effect.TAKES_SESSIONS);
            }
            return effects;
        } finally {
            balancer.lock().unlock();
        }
    }

    /** A health check has failed as often as {@code hcfails} says. */
    void checkFailed(String why) {
        if (!why.equals(checkFailure)) balancer.locked(() -> checkFailure = why);
    }

    /** A health check has succeeded as often as {@code hcpasses} says. This also ends an error, unless a response was its cause. */
    void checkPassed() {
        balancer.locked(() -> {
            checkFailure = null;
            changes = with(WorkerFlag.CHECK_FAILED, false);
            if (error != null && error.cause().beforeRequest()) clearError();
        });
    }

    /** The member is not checked any more: the results of its checks do not count. */
    public void uncheck() {
        if (checks == null) return;
        balancer.locked(() -> {
            checkFailure = null;
            checks = null;
            drain.byCheck(false, 0);
        });
    }

    private Map<WorkerFlag, Boolean> with(WorkerFlag flag, boolean set) {
        Map<WorkerFlag, Boolean> changed = new EnumMap<>(WorkerFlag.class);
        changed.putAll(changes);
        changed.put(flag, set);
        return Map.copyOf(changed);
    }

    /** Whether the member has the flag now, by {@code status=}, by a change, or by a health check. */
    public boolean has(WorkerFlag flag, Member member) {
        if (flag == WorkerFlag.CHECK_FAILED && checkFailure != null || flag == WorkerFlag.DRAINING && drain.isForced()) return true;
        Boolean changed = changes.get(flag);
        return changed == null ? member.starts(flag) : changed;
    }

    /** Whether any flag may be set: most members have none. */
    boolean isPlain(Member member) {
        return checkFailure == null && !drain.isOn() && !drain.isGone() && changes.isEmpty() && member.connections().status().isEmpty();
    }

    long presentTurn() {
        return balancer.read(() -> {
            balancer.flush();
            return turn;
        });
    }

    /** Reads something under the lock of the balancer. */
    <T> T locked(Supplier<T> read) {
        return balancer.read(read);
    }

    /** Under the lock. */
    void countBusy(int difference) {
        busy += difference;
        if (difference > 0) elected += difference;
    }

    /** Under the lock. */
    void countBytes(long bytesSent, long bytesRead) {
        sent += bytesSent;
        read += bytesRead;
    }

    /** Under the lock. Whether the attempt that begins now is the one that tries the member after its error. */
    boolean beginTrial(Member member, long now) {
        if (error == null) return false;
        return balancer.decided(() -> {
            boolean begins = error != null && error.until() <= now && !onTrial && !has(WorkerFlag.IGNORE_ERRORS, member);
            if (begins) onTrial = !member.connections().retry().isZero();       // with retry=0, all requests may try
            return begins;
        });
    }

    /** The trial has ended; if it ended without response, the next request tries the member. */
    void endTrial() {
        balancer.locked(() -> onTrial = false);
    }

    /** A response that shows that the member works; it ends the error if the request was the trial. */
    void succeeded(boolean trial) {
        if (!trial && failsInRow == 0) return;
        balancer.locked(() -> {
            failsInRow = 0;
            if (trial) errorsInRow = 0;
            if (trial) clearError();
        });
    }

    /** Under the lock. Counts a response that {@link Ejection} names; returns whether there were enough in a row. */
    boolean countFail(int needed) {
        failsInRow = Math.min(failsInRow + 1, needed);
        return failsInRow == needed;
    }

    /**
     * Puts the member in error. Under the lock.
     *
     * @param retry the time for the first error, in milliseconds
     */
    void fail(ErrorCause cause, String detail, long now, long retry, Ejection ejection) {
        errorsInRow = Math.min(errorsInRow + 1, 100);
        error = new MemberError(cause, detail, now, now + retry * ejection.retries(errorsInRow));
        failsInRow = 0;
        onTrial = false;
    }

    /** Under the lock. */
    void clearError() {
        error = null;
        onTrial = false;
    }

    /**
     * The member accepts connections again: requests may try the member now, one at a time, as after {@code retry}.
     *
     * @param seen the error before the connect
     * @param now  in milliseconds since 1970
     * @return false if the member has no error or another one by now; then nothing changes
     */
    public boolean acceptsConnections(MemberError seen, long now) {
        return balancer.decided(() -> {
            boolean ends = seen.equals(error) && seen.until() > now;
            if (ends) error = new MemberError(seen.cause(), seen.detail(), seen.since(), now);
            return ends;
        });
    }

    /** Under the lock. The measure of bytraffic. */
    long traffic(int factor) {
        return sent / factor + read / factor + trafficBase;
    }

    /** Under the lock. A member that was away does not have to catch up: its traffic counts at least as {@code mean}. Returns whether it counted less. */
    boolean raiseTraffic(long mean, int factor) {
        long difference = Math.max(0, mean - traffic(factor));
        trafficBase += difference;
        return difference > 0;
    }
}
