package io.github.passmatch.web;

import io.github.passmatch.upstream.time.BackgroundThread;
import java.time.Duration;

/**
 * Checks the files of the configuration periodically, on one thread. A {@code WatchService} would miss changes of the target of a symbolic link (Kubernetes replaces
 * files so), on network file systems and in directories that do not exist yet. The thread for time limits cannot do the check, because it must never
 * wait for a disk.
 */
final class FileWatch implements AutoCloseable {

    private final long periodNanos;
    private final Runnable check;
    private final BackgroundThread thread = new BackgroundThread("passmatch-files", this::watch);

    /**
     * Starts the thread.
     *
     * @param period between two checks
     * @param check  called on this thread
     */
    FileWatch(Duration period, Runnable check) {
        this.periodNanos = period.toNanos();
        this.check = check;
        thread.startIn(periodNanos);
    }

    private long watch() {
        check.run();
        return periodNanos;
    }

    /** Stops the thread and waits until it has ended. */
    @Override
    public void close() {
        thread.close();
    }
}
