package io.github.passmatch.web;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks at the configuration's files once a second. Not a {@code WatchService}, which misses what happens behind a symbolic
 * link (as Kubernetes replaces files), on network file systems and to directories that do not exist yet; and not the thread that watches
 * over time limits, which must never wait for a disk.
 */
final class FileWatch implements AutoCloseable {

    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Runnable look;
    private final Thread thread = new Thread(this::watch, "passmatch-files");
    private volatile boolean closed;

    /** @param look called once a second, on this thread */
    FileWatch(Runnable look) {
        this.look = look;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        long next = System.nanoTime() + PERIOD_NANOS;
        while (!closed) {
            LockSupport.parkNanos(this, next - System.nanoTime());
            if (closed || next - System.nanoTime() > 0) continue;
            lookOnce();
            next = System.nanoTime() + PERIOD_NANOS;
        }
    }

    private void lookOnce() {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("the configuration's files could not be looked at", e);
        }
    }

    /** Ends the thread and waits until it is gone. */
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
        if (interrupted) Thread.currentThread().interrupt();
    }
}
