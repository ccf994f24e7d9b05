package io.github.passmatch.upstream.health;

import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.ErrorCause;
import io.github.passmatch.rules.balance.MemberError;
import io.github.passmatch.rules.balance.MemberState;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthMethod;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Connects every {@link Standing#CONNECT_EVERY} to each member that is in error because a connect failed. A success ends the error as the end of {@code retry} does: one request at a time tries the
 * member. Safe for concurrent use.
 */
final class Reconnects {

    private static final Logger LOG = Loggers.of(Reconnects.class);
    /** A new connect finds a host that is back sooner than the repetitions of an old one, whose pauses double. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    private record Present(Balancing balancing, Standing standing) { }

    /** The connects to one member. Under the lock. */
    private static final class Trial {
        private long due;
        private boolean running;
        private CheckTarget target;     // null: not made yet for the present configuration
    }

    private record Start(MemberState state, MemberError error, Trial trial, CheckTarget target) { }

    private final Reactor reactor;
    private final Watchdog watchdog;
    private final Executor waiting;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock; states are compared by identity:

    private final Map<MemberState, Present> members = new HashMap<>();
    private final Map<MemberState, Trial> trials = new HashMap<>();

    /**
     * @param waiting runs steps that may wait
     * @param clock   nanoseconds, as {@link System#nanoTime}
     */
    Reconnects(Reactor reactor, Watchdog watchdog, Executor waiting, LongSupplier clock) {
        this.reactor = reactor;
        this.watchdog = watchdog;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** A configuration is in force: no other members are tried from now on. */
    void use(Collection<Balancing> balancers) {
        lock.lock();
        try {
            members.clear();
            for (Balancing balancing : balancers) for (Standing one : balancing.members()) members.put(one.state(), new Present(balancing, one));
            trials.keySet().retainAll(members.keySet());
            for (Trial trial : trials.values()) trial.target = null;
        } finally {
            lock.unlock();
        }
    }

    /** A connect has failed, and the member is in error. */
    void failed(Standing member) {
        lock.lock();
        try {
            if (!members.containsKey(member.state())) return;       // a request of an earlier configuration
            trials.computeIfAbsent(member.state(), state -> new Trial()).due = clock.getAsLong() + Standing.CONNECT_EVERY.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Starts the connects that are due, and forgets the members whose error has ended. */
    void round() {
        List<Start> due = new ArrayList<>();
        lock.lock();
        try {
            if (trials.isEmpty()) return;
            long now = System.currentTimeMillis();
            trials.entrySet().removeIf(entry -> !entry.getValue().running && entry.getKey().error().filter(error -> error.cause() == ErrorCause.CONNECT && error.until() > now).isEmpty());
            long free = HealthChecks.MAX_RUNNING - trials.values().stream().filter(trial -> trial.running).count();
            for (Map.Entry<MemberState, Trial> entry : trials.entrySet()) if (due.size() < free) start(entry.getKey(), entry.getValue(), now).ifPresent(due::add);
        } finally {
            lock.unlock();
        }
        for (Start start : due) {
            Duration limit = start.target.check().timeout();
            new CheckRun(start.target, reactor, waiting, watchdog.guard(ResponseListener.PATIENT, Deadline.in(Optional.of(limit))), result -> ended(start, result)).start();
        }
    }

    private Optional<Start> start(MemberState state, Trial trial, long now) {
        if (trial.running || trial.due - clock.getAsLong() > 0) return Optional.empty();
        Standing member = members.get(state).standing;
        Optional<MemberError> error = member.awaitsConnect(now);
        if (error.isEmpty()) return Optional.empty();       // for example, the member was disabled
        if (trial.target == null) trial.target = target(member);
        trial.running = true;
        return Optional.of(new Start(state, error.get(), trial, trial.target));
    }

    private CheckTarget target(Standing one) {
        Duration connect = one.member().connections().connectTimeout();
        Duration limit = connect.compareTo(LONGEST_CONNECT) < 0 ? connect : LONGEST_CONNECT;
        return new CheckTarget(one.member(), new HealthCheck(HealthMethod.TCP, "", 1, 1, Standing.CONNECT_EVERY, limit, Optional.empty(), Optional.empty()), clock);
    }

    /** Called on any thread. */
    private void ended(Start start, Optional<CheckResult> result) {
        Present present;
        lock.lock();
        try {
            start.trial.running = false;
            start.trial.due = clock.getAsLong() + Standing.CONNECT_EVERY.toNanos();
            present = members.get(start.state);
        } finally {
            lock.unlock();
        }
        if (present == null || result.isEmpty()) return;
        Standing member = present.standing;
        long now = System.currentTimeMillis();
        LOG.debug("{}: {}: connect {}", present.balancing.balancer().url(), member.member(), result.get());
        if (!result.get().passed() || member.awaitsConnect(now).isEmpty() || !member.state().acceptsConnections(start.error, now)) return;
        LOG.info("{}: {} ({}) accepts connections again: the next request tries the member, before retry has passed", present.balancing.balancer().url(), member.member(), member.member().place().fileAndLine());
    }
}
