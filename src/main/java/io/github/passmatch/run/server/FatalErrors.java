package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Ends the process when memory has run out. After an {@code OutOfMemoryError}, whatever thread met it may be gone, the one that accepts connections too, and a process
 * that is alive and deaf is restarted by nobody. The JVM's own {@code ExitOnOutOfMemoryError} cannot be set once it runs.
 */
public final class FatalErrors {

    /** As the JVM itself ends with {@code ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    private static final int DEEPEST = 10;
    private static final byte[] MESSAGE = "passmatch: out of memory, so this process ends; give it more (-Xmx), or lower MaxRequestWorkers\n".getBytes(US_ASCII);
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);
    private static final Runtime RUNTIME = Runtime.getRuntime();
    /** Given back before anything else is done, because even a call may allocate when it is made for the first time. */
    @SuppressWarnings("UnusedVariable") // held only to be given back
    private static byte[] reserve = new byte[256 * 1024];

    private FatalErrors() { }

    /** From now on, an error that ends a thread is looked at too. */
    public static void watchThreads() {
        endProcessIfOutOfMemory(new IllegalStateException("made now, so that nothing has to be made then"));
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            endProcessIfOutOfMemory(e);
            if (before != null) before.uncaughtException(thread, e);
            else print(thread, e);
        });
    }

    private static void print(Thread thread, Throwable e) {
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        e.printStackTrace();
    }

    /** Does not return if {@code e} says that memory has run out, or was caused by such an error. Allocates nothing before it ends. */
    static void endProcessIfOutOfMemory(Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) if (cause instanceof OutOfMemoryError) end();
    }

    private static void end() {
        reserve = null;
        try {
            ERRORS.write(MESSAGE);
        } catch (IOException | OutOfMemoryError e) {
            // Then without a word.
        } finally {
            RUNTIME.halt(EXIT_CODE);
        }
    }
}
