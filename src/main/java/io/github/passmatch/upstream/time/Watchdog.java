package io.github.passmatch.upstream.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One thread that ends waits which have lasted too long or which nobody has an interest in any more, and now and then lets the
 * upstreams close what has been idle too long. Socket timeouts would do for reads only, and cost a poll and two more system calls
 * at each of them; arming a {@link Guard} costs one volatile write. Limits are kept to within {@link #TICK}.
 */
public final class Watchdog implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(20);
    private static final Duration CHORE_INTERVAL = Duration.ofSeconds(1);

    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final Runnable chore;
    private final BackgroundThread thread = new BackgroundThread("passmatch-watchdog", this::watch);
    private long nextChore;             // for the watching thread only
    private volatile boolean closed;
    private volatile boolean resting;

    /** @param chore done about once a second */
    public Watchdog(Runnable chore) {
        this.chore = chore;
    }

    public void start() {
        nextChore = System.nanoTime() + CHORE_INTERVAL.toNanos();
        thread.start();
    }

    /** A guard over all waits of one attempt at an exchange, from now on. */
    public Guard guard(ResponseListener listener, Deadline total) {
        Guard guard = new Guard(listener, total, guards::remove);
        guards.add(guard);
        if (resting) thread.wake();
        if (closed) guard.shutDown();
        return guard;
    }

    /** Ends the thread, waits until it is gone, and ends all waits that it has watched over: nobody would keep their limits. */
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
        // A guard added since the line above sees "resting" and wakes us, or is seen here.
        return resting && guards.isEmpty() ? nextChore - now : TICK.toNanos();
    }
}
