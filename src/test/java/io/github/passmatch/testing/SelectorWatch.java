package io.github.passmatch.testing;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Looks every few milliseconds whether a thread waits while it runs code for a selector. Several looks must find the same wait. A wait for a lock, also for the lock of a class that another
 * thread loads, is as long as the holder of the lock waits for a processor, so it must be far longer to count.
 */
final class SelectorWatch implements AutoCloseable {

    private static final long PERIOD_NANOS = 10_000_000;
    private static final int LOOKS = 6;
    private static final int LOOKS_AT_LOCK = 200;
    private static final List<String> WAITING_CALLS = List.of("sun.nio.ch.Net.poll", "sun.nio.ch.NioSocketImpl.park", "java.lang.Thread.sleep");

    private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "selector-watch");
    private volatile boolean over;

    private SelectorWatch() {
        thread.setDaemon(true);
    }

    static SelectorWatch start() {
        SelectorWatch watch = new SelectorWatch();
        watch.thread.start();
        return watch;
    }

    private void run() {
        while (!over) {
            Thread[] all = new Thread[Thread.activeCount() + 16];
            int count = Thread.enumerate(all);
            for (Thread each : Arrays.copyOf(all, count)) if (each.getName().startsWith("qtp")) look(each);
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private void look(Thread each) {
        StackTraceElement[] first = each.getStackTrace();
        if (!selecting(first) || !waits(each, first)) return;
        int looks = waitsForLock(each, first) ? LOOKS_AT_LOCK : LOOKS;
        for (int look = 1; look < looks; look++) {
            LockSupport.parkNanos(PERIOD_NANOS);
            StackTraceElement[] next = each.getStackTrace();
            if (over || !Arrays.equals(first, next) || !waits(each, next)) return;
        }
        found.add(each.getName() + " waits for " + (looks - 1) * PERIOD_NANOS / 1_000_000 + " ms or more in " + Arrays.toString(first));
    }

    private static boolean selecting(StackTraceElement[] stack) {
        return any(stack, frame -> frame.getMethodName().equals("runSelecting"));
    }

    private static boolean waits(Thread each, StackTraceElement[] stack) {
        return each.getState() != Thread.State.RUNNABLE || any(stack, frame -> WAITING_CALLS.contains(frame.getClassName() + "." + frame.getMethodName()));
    }

    private static boolean waitsForLock(Thread each, StackTraceElement[] stack) {
        return each.getState() == Thread.State.BLOCKED || any(stack, frame -> frame.getClassName().startsWith("java.util.concurrent.locks.ReentrantLock"));
    }

    private static boolean any(StackTraceElement[] stack, Predicate<StackTraceElement> test) {
        return Arrays.stream(stack).anyMatch(test);
    }

    List<String> found() {
        return List.copyOf(found);
    }

    /** @throws AssertionError if a selector has waited */
    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
        if (!found.isEmpty()) throw new AssertionError("a thread of a selector must not wait: " + found);
    }
}
