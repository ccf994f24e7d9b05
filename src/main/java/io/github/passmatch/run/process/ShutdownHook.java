package io.github.passmatch.run.process;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Drains the server when the process ends. The JVM runs all shutdown hooks at the same time, and a signal gives the exit code 128 + n; this one hook
 * drains a running server, and then ends the process with exit code 0.
 */
public final class ShutdownHook {

    private final AtomicReference<Runnable> drain = new AtomicReference<>();

    private ShutdownHook() { }

    /** Registers the hook. */
    public static ShutdownHook register() {
        ShutdownHook hook = new ShutdownHook();
        Runtime.getRuntime().addShutdownHook(new Thread(hook::run, "passmatch-shutdown"));
        return hook;
    }

    /** From now on a signal runs {@code action}, which may take long, and the exit code is then 0. */
    public void drainWith(Runnable action) {
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
