package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Owns the selector threads of one proxy, one for two processors. A thread starts when the first channel is assigned to it. Code that runs on these threads must not wait: see
 * {@link #refuseToWait}.
 */
public final class Reactor implements AutoCloseable {

    private final SelectorThread[] selectors = new SelectorThread[Math.max(1, Runtime.getRuntime().availableProcessors() / 2)];
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /** Whether the calling thread is a selector thread, which must not wait. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof SelectorThread.Worker;
    }

    /** @throws IllegalStateException on a selector thread: a wait there would delay every other request */
    public static void refuseToWait() {
        if (isCurrent()) throw new IllegalStateException("a selector thread must not wait");
    }

    /**
     * Wraps a channel, which one of the selector threads watches after the first {@link WatchedChannel#await}.
     *
     * @param channel       connected, in blocking mode
     * @param diedWhileIdle called on the selector thread when the upstream closes an idle connection, or sends something on it
     */
    public WatchedChannel watch(SocketChannel channel, Runnable diedWhileIdle) {
        return new WatchedChannel(this, channel, diedWhileIdle);
    }

    /** Returns the selector threads in rotation. */
    SelectorThread selector() throws IOException {
        int index = Math.floorMod(next.getAndIncrement(), selectors.length);
        lock.lock();
        try {
            if (closed) throw new IOException("the reactor is closed");
            if (selectors[index] == null) selectors[index] = SelectorThread.start("passmatch-reactor-" + index);
            return selectors[index];
        } finally {
            lock.unlock();
        }
    }

    /** Stops the threads, and waits until they have ended. To be called when all channels are closed. */
    @Override
    public void close() {
        SelectorThread[] running;
        lock.lock();
        try {
            closed = true;
            running = selectors.clone();
        } finally {
            lock.unlock();
        }
        for (SelectorThread selector : running) if (selector != null) selector.close();
    }
}
