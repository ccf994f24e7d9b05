package io.github.passmatch.run.server;

import io.github.passmatch.web.VirtualThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads of the standalone server. While few requests are in flight, each has a platform thread, which answers soonest; each further one has a virtual
 * thread, so that however many wait for slow upstreams, others are served.
 *
 * <p>On two cores and JDK 25, beside platform threads from which only the filter hands over (p99 of 512 clients 240 ms, CPU per request 1): these 75 ms, 0.8 to 1.0;
 * virtual threads alone 85 ms, 1.0, but one client alone waits 185 us where now it waits 135. Between 8, 24, 32 and 48 there was no difference to be seen.
 */
final class RequestThreads extends QueuedThreadPool {

    /** From so many requests in flight on, virtual threads are used. */
    private static final int FEW = 32;

    private final ExecutorService virtualThreads;
    private final AtomicInteger onVirtualThreads = new AtomicInteger();

    private RequestThreads(ExecutorService virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /** Before JDK 21, {@link PlatformThreads}. */
    static QueuedThreadPool pool() {
        return VirtualThreads.executor().<QueuedThreadPool>map(RequestThreads::new).orElseGet(PlatformThreads::new);
    }

    /** Asked by a thread that has found a request to handle and would have another one look for the next meanwhile. */
    @Override
    public boolean tryExecute(Runnable task) {
        return few() && super.tryExecute(task);
    }

    /** Only what reads and handles a request says how it may be invoked; what accepts and selects does not, and never ends. */
    @Override
    public void execute(Runnable task) {
        if (!(task instanceof Invocable) || few()) {
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

    private boolean few() {
        return getUtilizedThreads() + onVirtualThreads.get() < FEW;
    }

    /** By then the requests in flight have had their time. */
    @Override
    protected void doStop() throws Exception {
        virtualThreads.shutdownNow();
        super.doStop();
    }
}
