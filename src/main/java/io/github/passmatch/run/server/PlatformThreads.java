package io.github.passmatch.run.server;

import io.github.passmatch.run.process.FatalErrors;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the time for which a request waits for a thread of the standalone server before JDK 21. While all threads are busy, tasks in Jetty's queue wait without a time limit,
 * so a request could wait until its client has left. Here one of two additional threads reads a request that has waited for {@link #LONGEST_WAIT}, and {@link RequestGate}
 * answers 503 on these threads. Tasks that only open or close a connection run on these threads at once.
 */
final class PlatformThreads extends QueuedThreadPool {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformThreads.class);
    /** Shorter than the usual timeout of clients, and longer than a burst of fast requests. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MAX_THREADS = 200;
    private static final int REFUSING_THREADS = 2;

    private final ScheduledThreadPoolExecutor refusing = new ScheduledThreadPoolExecutor(REFUSING_THREADS, RefusingThread::new, new ThreadPoolExecutor.DiscardPolicy());
    private final Duration longestWait;

    PlatformThreads() {
        this(MAX_THREADS, LONGEST_WAIT);
    }

    PlatformThreads(int maxThreads, Duration longestWait) {
        super(maxThreads);
        this.longestWait = longestWait;
        refusing.setRemoveOnCancelPolicy(true);
        ServerThread.prepare(this);
    }

    /** Whether the current thread may only refuse requests. */
    static boolean mustRefuse() {
        return Thread.currentThread() instanceof RefusingThread;
    }

    @Override
    public Thread newThread(Runnable work) {
        return ServerThread.of(this, work);
    }

    /** Only tasks of a selector are {@link Closeable}. Other tasks continue requests that have begun, and wait without this time limit. */
    @Override
    public void execute(Runnable task) {
        if (!(task instanceof WaitingTask) && ServerThread.runsLater(task)) return;
        if (!(task instanceof Closeable)) {
            super.execute(task);
            return;
        }
        Waiting waiting = new Waiting(task);
        super.execute(waiting);
        if (getQueueSize() > 0) waiting.refuseAfter(task instanceof Invocable ? longestWait : Duration.ZERO);
    }

    /** At this time the drain time of the requests in flight is over. */
    @Override
    protected void doStop() throws Exception {
        refusing.shutdownNow();
        super.doStop();
    }

    private static final class RefusingThread extends Thread {
        private RefusingThread(Runnable work) {
            super(work, "passmatch-overload");
            setDaemon(true);
        }
    }

    /** Runs a task once. After that, the entry in Jetty's queue does nothing. */
    private final class Waiting implements Runnable, Closeable {
        private final AtomicReference<Runnable> task;
        private volatile Future<?> timer;

        private Waiting(Runnable task) {
            this.task = new AtomicReference<>(task);
        }

        private void refuseAfter(Duration delay) {
            timer = refusing.schedule(this::runOnRefusingThread, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void runOnRefusingThread() {
            try {
                runTask();
            } catch (Throwable e) {
                FatalErrors.endProcessIfOutOfMemory(e);
                LOG.warn("a connection could not be served", e);
            }
        }

        @Override
        public void run() {
            Future<?> scheduled = timer;
            if (scheduled != null) scheduled.cancel(false);
            runTask();
        }

        private void runTask() {
            Runnable next = task.getAndSet(null);
            if (next != null) next.run();
        }

        @Override
        public void close() {
            if (task.getAndSet(null) instanceof Closeable closeable) IO.close(closeable);
        }
    }
}
