package io.github.passmatch.upstream.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends waits that have reached their limit or are not needed any more, on one thread, and regularly runs a chore, which closes connections that have been
 * idle too long. Socket timeouts would apply only to reads, and cost a poll and two more system calls
 * for each read; arming a {@link Guard} costs one volatile write. Limits are exact to within {@link #TICK}.
 */
public final class Watchdog implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(20);
    private static final Duration CHORE_INTERVAL = Duration.ofSeconds(1);

    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final Runnable chore;
    private final BackgroundThread thread = new BackgroundThread("passmatch-watchdog", this::watch);
    private long nextChore;             // used only by the watchdog's thread
    private volatile boolean closed;
    private volatile boolean resting;

    /** @param chore run about once a second */
    public Watchdog(Runnable chore) {
        this.chore = chore;
    }

    public void start() {
        nextChore = System.nanoTime() + CHORE_INTERVAL.toNanos();
        thread.start();
    }

    /** Creates the guard for all waits of one attempt at an exchange. */
    public Guard guard(ResponseListener listener, Deadline total) {
        Guard guard = new Guard(listener, total, guards::remove);
        guards.add(guard);
        if (resting) thread.wake();
        if (closed) guard.shutDown();
        return guard;
    }

    /** Ends the thread, waits for its end, and ends all guarded waits, because their limits would not be enforced any more. */
    @Override
    public void close() {
        closed = true;
        thread.close();
        guards.forEach(Guard::shutDown);
    }

    private long watch() {
        resting = false;
        long now = System.nanoTime();
        for (Guard guard : guards) guard.look(now);
        if (now - nextChore >= 0) {
            nextChore = now + CHORE_INTERVAL.toNanos();
            chore.run();
        }
        resting = guards.isEmpty();
        // A guard that was added after the line above either sees "resting" and wakes this thread, or is seen here.
        return resting && guards.isEmpty() ? nextChore - now : TICK.toNanos();
    }
}
