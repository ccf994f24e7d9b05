package io.github.passmatch.run.server;

import io.github.passmatch.run.process.FatalErrors;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.SelectingThread;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of the server. While the thread runs code for a selector, tasks that Jetty gives to its executor wait until this code has returned, and then run on the same thread: with a different
 * thread, each response would need one or two more wake-ups, which took a fifth of all CPU time in a prototype.
 */
final class ServerThread extends Thread implements SelectingThread {

    private static final Logger LOG = LoggerFactory.getLogger(ServerThread.class);
    /** The maximum number of bytes that are read from an upstream at once. */
    private static final int READ_BYTES = 32 * 1024;

    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean selecting;
    private ByteBuffer buffer;

    private ServerThread(Runnable work) {
        super(work);
    }

    /** Reserved threads wait for tasks, and the pool would start them on the thread of a selector; the server needs none, because its selectors hand tasks that may wait to the executor. */
    static void prepare(QueuedThreadPool pool) {
        if (Reactor.isEnabled()) pool.setReservedThreads(0);
    }

    /** A thread for {@code pool}. */
    static ServerThread of(QueuedThreadPool pool, Runnable work) {
        ServerThread thread = new ServerThread(work);
        thread.setDaemon(pool.isDaemon());
        thread.setName(pool.getName() + "-" + thread.getId());
        return thread;
    }

    @Override
    public boolean isSelecting() {
        return selecting;
    }

    /** Runs {@code callback} for a selector, and then the tasks that it has given to the executor. None of them may wait. */
    static void select(Runnable callback) {
        if (Thread.currentThread() instanceof ServerThread thread && !thread.selecting) thread.runSelecting(callback);
        else callback.run();
    }

    private void runSelecting(Runnable callback) {
        selecting = true;
        try {
            for (Runnable next = callback; next != null; next = later.poll()) runOne(next);
        } finally {
            selecting = false;
        }
    }

    private static void runOne(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            FatalErrors.endProcessIfOutOfMemory(e);
            LOG.warn("a task of a selector failed", e);
        }
    }

    /** Whether the task will run later on this thread, which runs code for a selector. */
    static boolean runsLater(Runnable task) {
        return Thread.currentThread() instanceof ServerThread thread && thread.selecting && thread.later.add(task);
    }

    /** The buffer of this thread, for reading from upstreams. */
    static ByteBuffer buffer() {
        ServerThread thread = (ServerThread) Thread.currentThread();
        if (thread.buffer == null) thread.buffer = ByteBuffer.allocateDirect(READ_BYTES);
        return thread.buffer;
    }
}
