package io.github.passmatch.run.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Ends the process after an {@code OutOfMemoryError}. Any thread may have ended by the error, also the thread that accepts connections, and a service manager does
 * not restart a process that runs but does not respond. The JVM option {@code ExitOnOutOfMemoryError} cannot be set after the start.
 */
public final class FatalErrors {

    /** The exit code of the JVM with {@code ExitOnOutOfMemoryError}. */
    public static final int EXIT_CODE = 3;

    private static final int MAX_CAUSES = 10;
    private static final byte[] MESSAGE = "passmatch: out of memory: this process ends; raise the heap (-Xmx), or lower MaxRequestWorkers\n".getBytes(US_ASCII);
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);
    private static final Runtime RUNTIME = Runtime.getRuntime();
    /** Released first, because even the first call of a method may allocate memory. */
    @SuppressWarnings("UnusedVariable") // held only to be released
    private static byte[] reserve = new byte[256 * 1024];

    private FatalErrors() { }

    /** Also checks exceptions that end a thread. */
    public static void watchThreads() {
        endProcessIfOutOfMemory(new IllegalStateException("loads the classes now, because that needs memory"));
        Thread.UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            endProcessIfOutOfMemory(e);
            if (previous != null) previous.uncaughtException(thread, e);
            else print(thread, e);
        });
    }

    private static void print(Thread thread, Throwable e) {
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        e.printStackTrace();
    }

    /** Does not return if {@code e} is an {@code OutOfMemoryError}, or was caused by one. Allocates nothing before the process ends. */
    public static void endProcessIfOutOfMemory(Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < MAX_CAUSES; cause = cause.getCause(), depth++) if (cause instanceof OutOfMemoryError) end();
    }

    private static void end() {
        reserve = null;
        try {
            ERRORS.write(MESSAGE);
        } catch (IOException | OutOfMemoryError e) {
            // The process ends without the message.
        } finally {
            RUNTIME.halt(EXIT_CODE);
        }
    }
}
