package io.github.passmatch.run.server;

import io.github.passmatch.run.process.FatalErrors;
import io.github.passmatch.web.VirtualThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Provides the threads of the standalone server on JDK 21 and newer: those of the selectors ({@link ServerThread}), and threads for requests whose handling may wait ({@link WaitingTask}). While few of
 * these are in flight, each has a platform thread, which gives the shortest response time; each further request has a virtual thread, so that any number of requests can wait.
 *
 * <p>Measured on two cores and JDK 25, with 512 clients: platform threads, with a hand-off only in the filter: p99 240 ms, CPU per request 1.0; this class: 75 ms, 0.8 to 1.0;
 * virtual threads only: 85 ms, 1.0, but the response time for a single client is then 185 µs instead of 135. The limits 8, 24, 32 and 48 gave the same results.
 */
final class RequestThreads extends QueuedThreadPool {

    /** With this number of requests in flight, further requests run on virtual threads. */
    private static final int PLATFORM_THREAD_LIMIT = 32;

    private final ExecutorService virtualThreads;
    private final AtomicInteger onVirtualThreads = new AtomicInteger();

    private RequestThreads(ExecutorService virtualThreads) {
        this.virtualThreads = virtualThreads;
        ServerThread.prepare(this);
    }

    /** The thread pool; before JDK 21, {@link PlatformThreads}. */
    static QueuedThreadPool pool() {
        return VirtualThreads.executor().<QueuedThreadPool>map(RequestThreads::new).orElseGet(PlatformThreads::new);
    }

    @Override
    public Thread newThread(Runnable work) {
        return ServerThread.of(this, work);
    }

    /** Called by a thread that has found a request, and needs another thread to wait for the next request. */
    @Override
    public boolean tryExecute(Runnable task) {
        return isBelowLimit() && super.tryExecute(task);
    }

    /** Only tasks that read and handle requests are {@link Invocable}. Tasks that accept and select are not, and never end. */
    @Override
    public void execute(Runnable task) {
        if (!(task instanceof WaitingTask) && ServerThread.runsLater(task)) return;
        if (!(task instanceof Invocable) || isBelowLimit()) {
            super.execute(task);
            return;
        }
        onVirtualThreads.incrementAndGet();
        boolean begun = false;
        try {
            virtualThreads.execute(() -> run(task));
            begun = true;
        } finally {
            if (!begun) onVirtualThreads.decrementAndGet();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            FatalErrors.endProcessIfOutOfMemory(e);
            throw e;
        } finally {
            onVirtualThreads.decrementAndGet();
        }
    }

    private boolean isBelowLimit() {
        return getUtilizedThreads() + onVirtualThreads.get() < PLATFORM_THREAD_LIMIT;
    }

    /** At this time the drain time of the requests in flight is over. */
    @Override
    protected void doStop() throws Exception {
        virtualThreads.shutdownNow();
        super.doStop();
    }
}
