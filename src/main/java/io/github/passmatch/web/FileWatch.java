package io.github.passmatch.web;

import io.github.passmatch.upstream.time.BackgroundThread;
import java.time.Duration;

/**
 * One thread that looks at the configuration's files again and again. Not a {@code WatchService}, which misses what happens behind a symbolic
 * link (as Kubernetes replaces files), on network file systems and to directories that do not exist yet; and not the thread that watches
 * over time limits, which must never wait for a disk.
 */
final class FileWatch implements AutoCloseable {

    private final long periodNanos;
    private final Runnable look;
    private final BackgroundThread thread = new BackgroundThread("passmatch-files", this::watch);

    /**
     * Starts it.
     *
     * @param period between two looks
     * @param look   called on this thread
     */
    FileWatch(Duration period, Runnable look) {
        this.periodNanos = period.toNanos();
        this.look = look;
        thread.startIn(periodNanos);
    }

    private long watch() {
        look.run();
        return periodNanos;
    }

    /** Ends the thread and waits until it is gone. */
    @Override
    public void close() {
        thread.close();
    }
}
