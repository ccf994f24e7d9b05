package io.github.passmatch.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks that may wait: on virtual threads, or, before JDK 21, on at most {@link #MAX_THREADS} platform threads; further tasks wait in a queue. */
final class Workers implements Executor, AutoCloseable {

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
    @Override
    public void execute(Runnable task) {
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

    /** Waits until all threads have ended, after {@link #close}, or until {@code untilNanos}. */
    void await(long untilNanos) {
        try {
            executor.awaitTermination(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            for (Thread thread : platformThreads) TimeUnit.NANOSECONDS.timedJoin(thread, untilNanos - System.nanoTime());     // the executor has ended a little before its threads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
