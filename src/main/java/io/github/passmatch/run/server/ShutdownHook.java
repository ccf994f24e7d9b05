package io.github.passmatch.run.server;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How the process ends. The JVM runs its shutdown hooks all at once and reports a signal as exit code 128 + n; here one hook
 * drains, and ends with 0 if it was a signal that asked a running server to stop.
 */
public final class ShutdownHook {

    private final AtomicReference<Runnable> drain = new AtomicReference<>();

    private ShutdownHook() { }

    /** Registers the hook. */
    public static ShutdownHook register() {
        ShutdownHook farewell = new ShutdownHook();
        Runtime.getRuntime().addShutdownHook(new Thread(farewell::run, "passmatch-shutdown"));
        return farewell;
    }

    /** From now on a signal first runs {@code action}, which may take its time, and the exit code is then 0. */
    void drainWith(Runnable action) {
        drain.set(action);
    }

    private void run() {
        Runnable action = drain.get();
        if (action == null) return;
        try {
            action.run();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
