package io.github.passmatch.upstream.time;

import io.github.passmatch.upstream.log.Loggers;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * A daemon thread that does the same thing again and again. What it does must go on as long as the proxy runs (limits are kept so, and clients watched), so a fault is
 * logged and ends one round only.
 */
public final class BackgroundThread implements AutoCloseable {

    private static final Logger LOG = Loggers.of(BackgroundThread.class);
    private static final long REST_AFTER_FAULT_NANOS = 1_000_000_000L;

    /** What is done. */
    @FunctionalInterface
    public interface Round {
        /** Called on the thread; returns for how many nanoseconds it shall rest then. */
        long run();
    }

    private final Round round;
    private final Thread thread;
    private long firstRest;             // written before the thread starts
    private volatile boolean closed;

    /** Not started yet. */
    public BackgroundThread(String name, Round round) {
        this.round = round;
        this.thread = new Thread(this::work, name);
        this.thread.setDaemon(true);
    }

    /** Starts it. Once only. */
    public void start() {
        startIn(0);
    }

    /** Starts it with a rest. Once only. */
    public void startIn(long nanos) {
        firstRest = nanos;
        thread.start();
    }

    /** Ends the rest it has, or its next one. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void work() {
        rest(firstRest);
        while (!closed) rest(runSafely());
    }

    private void rest(long nanos) {
        LockSupport.parkNanos(this, nanos);
        Thread.interrupted();       // nobody has a reason to, and one that stays interrupted never rests again
    }

    private long runSafely() {
        try {
            return round.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, and continues", thread.getName(), e);
            return REST_AFTER_FAULT_NANOS;
        }
    }

    /** Ends it after the round that runs, and waits until it is gone, also if interrupted: then the interrupt is still to be seen afterwards. */
    @Override
    public void close() {
        closed = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
