package io.github.passmatch.run;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How the process ends. The JVM runs its shutdown hooks all at once and reports a signal as exit code 128 + n; here one hook does
 * things in order: drain, clean up, and end with 0 if it was a signal that asked a running server to stop.
 */
final class Farewell {

    private final AtomicReference<Runnable> drain = new AtomicReference<>();
    private final Runnable cleanup;

    private Farewell(Runnable cleanup) {
        this.cleanup = cleanup;
    }

    /**
     * Registers the hook.
     *
     * @param cleanup a registered hook that this one replaces and runs last
     */
    static Farewell replacing(Thread cleanup) {
        Runtime.getRuntime().removeShutdownHook(cleanup);
        return running(cleanup::run);
    }

    /**
     * Registers the hook.
     *
     * @param cleanup runs last
     */
    static Farewell running(Runnable cleanup) {
        Farewell farewell = new Farewell(cleanup);
        Runtime.getRuntime().addShutdownHook(new Thread(farewell::run, "passmatch-shutdown"));
        return farewell;
    }

    /** From now on a signal first runs {@code action}, which may take its time, and the exit code is then 0. */
    void drainWith(Runnable action) {
        drain.set(action);
    }

    private void run() {
        Runnable action = drain.get();
        try {
            if (action != null) action.run();
        } finally {
            cleanUpQuietly();
            if (action != null) Runtime.getRuntime().halt(0);
        }
    }

    private void cleanUpQuietly() {
        try {
            cleanup.run();
        } catch (RuntimeException e) {
            System.err.println("passmatch: " + e.getMessage());
        }
    }
}
