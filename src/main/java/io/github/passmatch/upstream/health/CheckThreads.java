package io.github.passmatch.upstream.health;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs the steps of checks that may wait: look-ups of names, TLS, Unix sockets. Threads exist only while there is work; further steps wait in a queue. */
final class CheckThreads implements Executor, AutoCloseable {

    /** httpd's default for all checks ({@code ProxyHCTPsize}). */
    static final int MAX_THREADS = 16;
    private static final int IDLE_SECONDS = 1;
    /** A look-up of a name cannot be interrupted. */
    private static final long END_WITHIN_SECONDS = 5;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);

    CheckThreads() {
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        }, "passmatch-health-check");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    @Override
    public void execute(Runnable step) {
        pool.execute(step);
    }

    /** Accepts no more steps, and waits for the end of the threads. To be called when no step has to wait any more. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            boolean ended = pool.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (ended) for (Thread thread : threads) thread.join();     // the pool has ended a little before its threads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
