package io.github.passmatch.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs tasks that may wait: on virtual threads, or, before JDK 21, on at most {@link #MAX_THREADS} platform threads; further tasks wait in a queue. */
final class Workers implements AutoCloseable {

    /** The default number of threads of Tomcat and Jetty. */
    private static final int MAX_THREADS = 200;
    private static final int IDLE_SECONDS = 10;

    private final Set<Thread> platformThreads = ConcurrentHashMap.newKeySet();
    private final boolean virtual;
    private final ExecutorService executor;

    Workers() {
        ExecutorService virtualThreads = VirtualThreads.executor().orElse(null);
        virtual = virtualThreads != null;
        executor = virtual ? virtualThreads : pool();
    }

    private ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } finally {
                platformThreads.remove(Thread.currentThread());
            }
        }, "passmatch-worker");
        thread.setDaemon(true);
        platformThreads.add(thread);
        return thread;
    }

    /** Whether the threads are virtual, so that any number of tasks may wait. */
    boolean areVirtual() {
        return virtual;
    }

    /** Runs a task. After {@link #close}, the calling thread runs the task, because no task has to wait then. */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Accepts no more tasks. */
    @Override
    public void close() {
        executor.shutdown();
    }

    /** Whether all threads have ended, after {@link #close}. */
    private boolean haveEnded() {
        return executor.isTerminated() && platformThreads.isEmpty();
    }

    /** Waits until all threads have ended, or until {@code untilNanos}. */
    void await(long untilNanos) {
        for (Thread thread : platformThreads) join(thread, untilNanos);
        while (!haveEnded() && System.nanoTime() - untilNanos < 0 && !Thread.currentThread().isInterrupted()) LockSupport.parkNanos(1_000_000);
    }

    private static void join(Thread thread, long untilNanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, untilNanos - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
