package io.github.passmatch.upstream.time;

import io.github.passmatch.upstream.log.Loggers;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Runs a task again and again on a daemon thread. The task must continue as long as the proxy runs (for example, it enforces limits), so a fault is
 * logged and ends only one round.
 */
public final class BackgroundThread implements AutoCloseable {

    private static final Logger LOG = Loggers.of(BackgroundThread.class);
    private static final long REST_AFTER_FAULT_NANOS = 1_000_000_000L;

    /** The task. */
    @FunctionalInterface
    public interface Round {
        /** Called on the thread; returns how many nanoseconds to wait until the next round. */
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

    /** Starts the thread. To be called once. */
    public void start() {
        startIn(0);
    }

    /** Starts the thread, which first waits. To be called once. */
    public void startIn(long nanos) {
        firstRest = nanos;
        thread.start();
    }

    /** Ends the current wait, or the next one. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void work() {
        rest(firstRest);
        while (!closed) rest(runSafely());
    }

    private void rest(long nanos) {
        LockSupport.parkNanos(this, nanos);
        Thread.interrupted();       // an interrupted thread would not wait any more
    }

    private long runSafely() {
        try {
            return round.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, and continues", thread.getName(), e);
            return REST_AFTER_FAULT_NANOS;
        }
    }

    /** Ends the thread after the current round, and does not wait for that. */
    public void stop() {
        closed = true;
        wake();
    }

    /** Ends the thread after the current round, and waits for its end, also if interrupted: the caller is still interrupted after that. */
    @Override
    public void close() {
        stop();
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
