package io.github.passmatch.web;

import io.github.passmatch.upstream.BackgroundThread;

/**
 * One thread that looks at the configuration's files once a second. Not a {@code WatchService}, which misses what happens behind a symbolic
 * link (as Kubernetes replaces files), on network file systems and to directories that do not exist yet; and not the thread that watches
 * over time limits, which must never wait for a disk.
 */
final class FileWatch implements AutoCloseable {

    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final Runnable look;
    private final BackgroundThread thread = new BackgroundThread("passmatch-files", this::watch);

    /** @param look called once a second, on this thread */
    FileWatch(Runnable look) {
        this.look = look;
        thread.startIn(PERIOD_NANOS);
    }

    private long watch() {
        look.run();
        return PERIOD_NANOS;
    }

    /** Ends the thread and waits until it is gone. */
    @Override
    public void close() {
        thread.close();
    }
}
