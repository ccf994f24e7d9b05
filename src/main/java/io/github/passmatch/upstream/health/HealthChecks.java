package io.github.passmatch.upstream.health;

import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.CheckHistory;
import io.github.passmatch.rules.balance.MemberState;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.BackgroundThread;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.Guard;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Checks the members of the configuration in force that have {@code hcmethod}, at the times of a {@link Timetable}, and passes the results to their states. Members that the next configuration has
 * too, with the same check, are checked as before. Safe for concurrent use.
 */
public final class HealthChecks implements AutoCloseable {

    private static final Logger LOG = Loggers.of(HealthChecks.class);
    /** The largest number of checks in progress; the others wait for their turn. */
    static final int MAX_RUNNING = 200;
    /** How long a member that is stopped, or a check that could not be made, waits for the next look. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Reactor reactor;
    private final Watchdog watchdog;
    private final LongSupplier clock;
    private final CheckThreads threads = new CheckThreads();
    private final Reconnects reconnects;
    private final BackgroundThread thread = new BackgroundThread("passmatch-health", this::round);
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock:

    private final Timetable<CheckedMember> timetable = new Timetable<>(member -> member.check().interval().toNanos(), () -> ThreadLocalRandom.current().nextDouble());
    /** States are compared by identity. */
    private Map<MemberState, CheckedMember> members = Map.of();
    private int running;
    private boolean started;
    private boolean closed;

    /**
     * @param reactor  continues the checks
     * @param watchdog ends checks at their limits
     * @param clock    nanoseconds, as {@link System#nanoTime}
     */
    public HealthChecks(Reactor reactor, Watchdog watchdog, LongSupplier clock) {
        this.reactor = reactor;
        this.watchdog = watchdog;
        this.clock = clock;
        this.reconnects = new Reconnects(reactor, watchdog, threads, clock);
    }

    /** A configuration is in force: from now on exactly its members are checked. */
    public void use(Collection<Balancing> balancers) {
        lock.lock();
        try {
            if (closed) return;
            Map<MemberState, CheckedMember> before = members;
            members = new HashMap<>();
            for (Balancing balancing : balancers) for (Standing standing : balancing.members()) use(balancing, standing, before.get(standing.state()));
            for (CheckedMember old : before.values()) if (!members.containsValue(old)) timetable.remove(old);
            if (!started && !members.isEmpty()) thread.start();
            started |= !members.isEmpty();
        } finally {
            lock.unlock();
        }
        reconnects.use(balancers);
        thread.wake();
    }

    /** A connect to a member has failed, and the member is in error. Must not be called under the lock of a balancer. */
    public void connectFailed(Standing member) {
        reconnects.failed(member);
    }

    /** To be called about once a second, on a thread that enforces limits; does not wait. */
    public void eachSecond() {
        reconnects.round();
    }

    private void use(Balancing balancing, Standing standing, CheckedMember before) {
        if (standing.member().health().isEmpty()) {
            standing.state().uncheck();
        } else if (before != null && before.isCheckedAs(standing)) {
            before.continuesAs(balancing, standing);
            members.put(standing.state(), before);
        } else {
            CheckedMember fresh = new CheckedMember(balancing, standing, new CheckTarget(standing.member(), standing.member().health().get(), clock));
            members.put(standing.state(), fresh);
            timetable.first(fresh, clock.getAsLong());
        }
    }

    /** Starts the checks that are due. */
    private long round() {
        List<CheckedMember> due;
        long rest;
        lock.lock();
        try {
            long now = clock.getAsLong();
            due = timetable.take(now, MAX_RUNNING - running);
            running += due.size();
            rest = running < MAX_RUNNING ? timetable.untilNext(now) : LONGEST_REST_NANOS;
        } finally {
            lock.unlock();
        }
        due.forEach(this::start);
        return Math.min(rest, LONGEST_REST_NANOS);
    }

    private void start(CheckedMember member) {
        if (member.standing().has(WorkerFlag.STOPPED)) {        // as in httpd
            ended(member, Optional.empty());
            return;
        }
        Guard guard = watchdog.guard(ResponseListener.PATIENT, Deadline.in(Optional.of(member.check().timeout())));
        new CheckRun(member.target(), reactor, threads, guard, result -> ended(member, result)).start();
    }

    /** Called on any thread. */
    private void ended(CheckedMember member, Optional<CheckResult> result) {
        Set<CheckHistory.Effect> effects = Set.of();
        lock.lock();
        try {
            running--;
            if (members.get(member.standing().state()) != member) return;       // a reload has removed the member: its state must not change any more
            timetable.next(member, clock.getAsLong());
            if (result.isPresent()) effects = member.standing().checked(result.get(), System.currentTimeMillis());
        } finally {
            lock.unlock();
            thread.wake();
        }
        result.ifPresent(found -> LOG.debug("{}: {}: {} {}", member.balancing().balancer().url(), member.standing().member(), member.check().description(), found));
        for (CheckHistory.Effect effect : effects) CheckMessages.log(effect, member, result.orElseThrow());
    }

    /** Members that are checked. */
    public int count() {
        lock.lock();
        try {
            return members.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all checks. To be called after the watchdog was closed, which ends the checks in progress, and before the reactor is closed. */
    @Override
    public void close() {
        boolean wasStarted;
        lock.lock();
        try {
            closed = true;
            members = Map.of();
            wasStarted = started;
        } finally {
            lock.unlock();
        }
        if (wasStarted) thread.close();
        threads.close();
    }
}
