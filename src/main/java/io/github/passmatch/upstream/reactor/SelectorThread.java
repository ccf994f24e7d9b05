package io.github.passmatch.upstream.reactor;

import io.github.passmatch.upstream.log.Loggers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;

/** Runs one selector, on a daemon thread. */
final class SelectorThread implements ChannelSelector, AutoCloseable {

    /** The maximum number of bytes that are read from a channel at once. */
    private static final int READ_BYTES = 32 * 1024;
    private static final Logger LOG = Loggers.of(Reactor.class);

    private final Selector selector;
    private final Worker thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<WatchedChannel> readable = new ArrayList<>();
    private final List<ConnectWait> connected = new ArrayList<>();
    private final List<TunnelChannel> tunnels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private volatile boolean closed;

    private SelectorThread(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = new Worker(this::run, name);
    }

    static SelectorThread start(String name) throws IOException {
        SelectorThread started = new SelectorThread(name);
        started.thread.start();
        return started;
    }

    private static final class Worker extends Thread implements SelectingThread {
        private Worker(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }

        @Override
        public boolean isSelecting() {
            return true;
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::collect);
                do {
                    for (WatchedChannel channel : readable) ready(channel);
                    readable.clear();
                    connected.forEach(this::resume);
                    connected.clear();
                    for (TunnelChannel tunnel : tunnels) runSafely(tunnel::ready);
                    tunnels.clear();
                    runTasks();
                } while (!readable.isEmpty() || !connected.isEmpty() || !tunnels.isEmpty());      // registerNow may have collected more; no selection would report a connect again
            } catch (IOException | RuntimeException | Error e) {
                if (closed) break;
                LOG.error("{} failed, and continues", thread.getName(), e);
                readable.clear();
                connected.clear();
                tunnels.clear();
            }
        }
        runTasks();     // the last ones end tunnels, and a thread of the container may wait for that
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    private void collect(SelectionKey key) {
        if (key.attachment() instanceof WatchedChannel channel) {
            readable.add(channel);
            return;
        }
        if (key.attachment() instanceof TunnelChannel tunnel) {
            tunnels.add(tunnel);
            return;
        }
        key.cancel();       // the connection is watched again when a request waits for its response
        connected.add((ConnectWait) key.attachment());
    }

    private void resume(ConnectWait wait) {
        runSafely(wait::end);
    }

    private void runSafely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a connection failed on {}", thread.getName(), e);
        }
    }

    /** Registers a channel that is being connected. May be called on any thread; takes effect later. */
    void register(ConnectWait wait) {
        tasks.add(() -> {
            if (!wait.register(selector)) resume(wait);
        });
        wakeUp();
    }

    /** Runs {@code work} on the thread, later. May be called on any thread. */
    void run(Runnable work) {
        tasks.add(() -> runSafely(work));
        wakeUp();
    }

    /** Registers the channel of a tunnel. May be called on any thread; takes effect later. */
    void register(TunnelChannel tunnel) {
        run(() -> {
            try {
                if (tunnel.isBeingUnwatched(selector)) selector.selectNow(this::collect);
                tunnel.register(selector);
            } catch (IOException | RuntimeException e) {
                LOG.debug("a tunnel cannot be watched", e);
                tunnel.closed();
            }
        });
    }

    private void ready(WatchedChannel channel) {
        try {
            channel.ready(buffer);
        } catch (RuntimeException | Error e) {
            LOG.error("a connection failed on {}", thread.getName(), e);
            channel.closed();
        }
    }

    @Override
    public void register(WatchedChannel channel) {
        tasks.add(() -> registerNow(channel));
        wakeUp();
    }

    private void registerNow(WatchedChannel channel) {
        try {
            if (channel.isBeingUnwatched(selector)) selector.selectNow(this::collect);      // only a selection removes a cancelled key
            channel.register(selector, channel);
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection cannot be watched", e);
            channel.closed();
        }
    }

    @Override
    public void wakeUp() {
        if (Thread.currentThread() != thread) selector.wakeup();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        try {
            selector.close();
        } catch (IOException | ClosedSelectorException e) {
            LOG.debug("closing a selector", e);
        }
    }
}
