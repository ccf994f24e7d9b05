package io.github.passmatch.upstream.naming;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.naming.NameAnswer;
import io.github.passmatch.rules.naming.NameState;
import io.github.passmatch.upstream.time.BackgroundThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Looks up the names of the configuration in force, each of them again after its time; after a failure after 1 s, 2 s, 4 s and so on. One thread does this, name after name: it exists only if there are
 * names. Safe for concurrent use.
 */
public final class NameWatch implements AutoCloseable {

    private static final long LONGEST_REST_NANOS = 60_000_000_000L;
    private static final long REST_UNTOLD_NANOS = 50_000_000L;
    private static final long FIRST_REST_NANOS = 1_000_000_000L;
    private static final int MOST_DOUBLED = 30;
    private static final double JITTER = 0.1;

    private final NameResolver resolver;
    private final BooleanSupplier changed;
    private final BackgroundThread thread = new BackgroundThread("passmatch-names", this::round);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lookedUp = lock.newCondition();

    /** What is not logged yet, because the members are still those of before; of the thread of the look-ups. */
    private final List<Learned> untold = new ArrayList<>();

    // Under the lock:

    private Map<List<String>, Watched> names = new HashMap<>();
    private boolean started;
    private boolean closed;

    /** A name that is looked up; the fields that are not final are under the lock. */
    private static final class Watched {
        private Balancing balancing;
        private NamedMembers line;
        private long due;
        private int failures;
        private boolean done;
    }

    /**
     * @param changed called after look-ups that changed addresses, on the thread of the look-ups, until it returns true: the members are those of the present addresses
     */
    public NameWatch(NameResolver resolver, BooleanSupplier changed) {
        this.resolver = resolver;
        this.changed = changed;
    }

    /** From now on exactly the names of these balancers are looked up, new ones at once. */
    public void use(Collection<Balancing> balancers) {
        lock.lock();
        try {
            if (closed) return;
            Map<List<String>, Watched> before = names;
            names = new HashMap<>();
            for (Balancing balancing : balancers) for (NamedMembers line : balancing.balancer().names()) {
                List<String> key = List.of(balancing.balancer().id(), line.line().url());
                Watched watched = before.getOrDefault(key, new Watched());
                if (watched.line == null || !watched.line.lookup().equals(line.lookup())) watched.due = System.nanoTime();
                watched.balancing = balancing;
                watched.line = line;
                names.put(key, watched);
            }
            if (!started && !names.isEmpty()) thread.start();
            started |= !names.isEmpty();
        } finally {
            lock.unlock();
        }
        thread.wake();
    }

    /** Waits until each name was looked up once, but not longer than {@code most}. */
    public void awaitFirst(Duration most) {
        long rest = most.toNanos();
        lock.lock();
        try {
            while (rest > 0 && !closed && names.values().stream().anyMatch(name -> !name.done)) rest = lookedUp.awaitNanos(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private long round() {
        tell();
        for (Due name = next(); name != null; name = next()) {
            lookUp(name);
            tell();
        }
        lock.lock();
        try {
            long now = System.nanoTime();
            return names.values().stream().mapToLong(name -> Math.max(0, name.due - now)).reduce(untold.isEmpty() ? LONGEST_REST_NANOS : REST_UNTOLD_NANOS, Math::min);
        } finally {
            lock.unlock();
        }
    }

    /** A name and its line at the begin of a look-up. */
    private record Due(Watched name, NamedMembers line) { }

    /** The name that is due for the longest time; null: none. */
    private Due next() {
        lock.lock();
        try {
            long now = System.nanoTime();
            Watched next = null;
            for (Watched name : names.values()) if (!closed && name.due - now <= 0 && (next == null || name.due - next.due < 0)) next = name;
            return next == null ? null : new Due(next, next.line);
        } finally {
            lock.unlock();
        }
    }

    private record Learned(Balancer balancer, NamedMembers line, NameState.Change change) { }

    /** Logs changes when they are in effect. */
    private void tell() {
        if (untold.stream().anyMatch(one -> one.change.ofMembers()) && !changed.getAsBoolean()) return;
        untold.forEach(one -> NameMessages.log(one.balancer, one.line, one.change));
        untold.clear();
    }

    private void lookUp(Due due) {
        Watched name = due.name;
        NamedMembers line = due.line;
        NameAnswer answer = resolver.lookUp(line.lookup());
        lock.lock();
        try {
            name.failures = answer.failure().isEmpty() ? 0 : Math.min(MOST_DOUBLED, name.failures + 1);
            name.due = System.nanoTime() + rest(line.lookup().every().toNanos(), name.failures);
            name.done = true;
            lookedUp.signalAll();
            if (closed || !names.containsValue(name)) return;       // a reload has removed the line
            untold.add(new Learned(name.balancing.balancer(), line, name.balancing.learn(line, answer, System.currentTimeMillis())));
        } finally {
            lock.unlock();
        }
    }

    private static long rest(long every, int failures) {
        long rest = failures == 0 ? every : Math.min(every, FIRST_REST_NANOS << (failures - 1));
        return (long) (rest * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    /** Ends the look-ups. Does not wait for the one in progress, which has no effect any more. */
    @Override
    public void close() {
        boolean wasStarted;
        lock.lock();
        try {
            closed = true;
            wasStarted = started;
            lookedUp.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasStarted) thread.stop();
    }
}
