package io.github.passmatch.run.server;

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
 * The threads of the standalone server before JDK 21. While all are busy, Jetty's queue has no limit in time, so a request could wait for a thread until its
 * client is gone. Here a request that has found no thread for {@link #LONGEST_WAIT} is read by one of two threads on which {@link RequestGate} answers
 * 503. What only opens or closes a connection runs on those threads at once.
 */
final class PlatformThreads extends QueuedThreadPool {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformThreads.class);
    /** Shorter than clients usually wait for an answer, and longer than a burst of requests that are answered soon. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MOST = 200;
    private static final int REFUSING_THREADS = 2;

    private final ScheduledThreadPoolExecutor refusing = new ScheduledThreadPoolExecutor(REFUSING_THREADS, RefusingThread::new, new ThreadPoolExecutor.DiscardPolicy());
    private final Duration longestWait;

    PlatformThreads() {
        this(MOST, LONGEST_WAIT);
    }

    PlatformThreads(int most, Duration longestWait) {
        super(most);
        this.longestWait = longestWait;
        refusing.setRemoveOnCancelPolicy(true);
    }

    /** Whether the current thread is one that may only refuse requests. */
    static boolean mustRefuse() {
        return Thread.currentThread() instanceof RefusingThread;
    }

    /** A task of a selector can be closed; other tasks continue requests that have begun, and wait. */
    @Override
    public void execute(Runnable task) {
        if (!(task instanceof Closeable)) {
            super.execute(task);
            return;
        }
        Waiting waiting = new Waiting(task);
        super.execute(waiting);
        if (getQueueSize() > 0) waiting.runElsewhereAfter(task instanceof Invocable ? longestWait : Duration.ZERO);
    }

    /** By then the requests in flight have had their time. */
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

    /** Runs a task once. What Jetty's queue still holds after that is empty. */
    private final class Waiting implements Runnable, Closeable {
        private final AtomicReference<Runnable> task;
        private volatile Future<?> timer;

        private Waiting(Runnable task) {
            this.task = new AtomicReference<>(task);
        }

        private void runElsewhereAfter(Duration delay) {
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
            Runnable taken = task.getAndSet(null);
            if (taken != null) taken.run();
        }

        @Override
        public void close() {
            if (task.getAndSet(null) instanceof Closeable closeable) IO.close(closeable);
        }
    }
}
