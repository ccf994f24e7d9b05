package io.github.passmatch.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that ends waits which have lasted too long or which nobody has an interest in any more, and now and then lets the
 * upstreams close what has been idle too long. Socket timeouts would do for reads only, and cost a poll and two more system calls
 * at each of them; arming a {@link Guard} costs one volatile write. Limits are kept to within {@link #TICK}.
 */
final class Watchdog implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(20);
    private static final Duration CHORE_INTERVAL = Duration.ofSeconds(1);

    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final Runnable chore;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean resting;

    /** @param chore done about once a second; must not throw */
    Watchdog(Runnable chore) {
        this.chore = chore;
        this.thread = new Thread(this::watch, "passmatch-watchdog");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A guard over all waits of one attempt at an exchange, from now on. */
    Guard guard(Recipient recipient, Deadline total) {
        Guard guard = new Guard(recipient, total, guards::remove);
        guards.add(guard);
        if (resting) LockSupport.unpark(thread);
        if (closed) guard.shutDown();
        return guard;
    }

    /** Ends the thread, waits until it is gone, and ends all waits that it has watched over: nobody would keep their limits. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        guards.forEach(Guard::shutDown);
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void watch() {
        long nextChore = System.nanoTime() + CHORE_INTERVAL.toNanos();
        while (!closed) {
            long now = System.nanoTime();
            for (Guard guard : guards) guard.look(now);
            if (now - nextChore >= 0) {
                chore.run();
                nextChore = now + CHORE_INTERVAL.toNanos();
            }
            rest(nextChore - now);
        }
    }

    private void rest(long untilChore) {
        resting = guards.isEmpty();
        // A guard added since the line above sees "resting" and wakes us, or is seen here.
        LockSupport.parkNanos(this, resting && guards.isEmpty() ? untilChore : TICK.toNanos());
        resting = false;
    }
}
