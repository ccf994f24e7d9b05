package io.github.passmatch.web;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Gives access to virtual threads, which JDK 17 does not have. */
public final class VirtualThreads {

    private static final MethodHandle IS_VIRTUAL = find();
    private static final AtomicBoolean READY = new AtomicBoolean();
    private static final long READY_NANOS = 2_000_000_000L;

    private VirtualThreads() { }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /** A new executor that starts a virtual thread for each task; empty before JDK 21. */
    public static Optional<ExecutorService> executor() {
        try {
            ExecutorService executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            if (READY.compareAndSet(false, true)) waitOnce(executor);
            return Optional.of(executor);
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("virtual threads are not available", e);
        }
    }

    /**
     * Lets one virtual thread wait for a byte. The JDK opens the file descriptors for waiting virtual threads when the first one waits. If no descriptor is left at
     * that moment, the class {@code sun.nio.ch.Poller} cannot be used any more, and every later wait fails until the process ends.
     */
    private static void waitOnce(ExecutorService executor) {
        try {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink(); Pipe.SourceChannel source = pipe.source()) {
                AtomicReference<Thread> waiting = new AtomicReference<>();
                Future<?> wait = executor.submit(() -> {
                    waiting.set(Thread.currentThread());
                    return source.read(ByteBuffer.allocate(1));
                });
                long end = System.nanoTime() + READY_NANOS;
                while (!isWaiting(waiting.get()) && !wait.isDone() && System.nanoTime() - end < 0) LockSupport.parkNanos(100_000);
                sink.write(ByteBuffer.allocate(1));
                wait.get(READY_NANOS, TimeUnit.NANOSECONDS);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("virtual threads cannot wait for connections; is a file descriptor left (ulimit -n)?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread != null && thread.getState() == Thread.State.WAITING;
    }

    /** Whether the calling thread is a virtual thread. */
    static boolean current() {
        if (IS_VIRTUAL == null) return false;
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
