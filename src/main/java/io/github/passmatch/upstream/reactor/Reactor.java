package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Assigns channels to selectors: to those of the server, if the server shares them, otherwise to selector threads of its own, one for two processors, of which each starts when the first channel
 * is assigned to it. Code that runs on these threads must not wait: see {@link #refuseToWait}.
 */
public final class Reactor implements AutoCloseable {

    private static final boolean ENABLED = !"off".equalsIgnoreCase(System.getProperty("passmatch.async"));

    private final Supplier<ChannelSelector> shared;     // null if the server shares none
    private final SelectorThread[] selectors = new SelectorThread[Math.max(1, Runtime.getRuntime().availableProcessors() / 2)];
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /** A reactor with threads of its own. */
    public Reactor() {
        this(null);
    }

    /** @param shared selectors of the server, which runs them; called on any thread; null: the reactor has threads of its own */
    public Reactor(Supplier<ChannelSelector> shared) {
        this.shared = shared;
    }

    /** Whether requests may wait without a thread; the system property {@code passmatch.async=off} forbids that. */
    public static boolean isEnabled() {
        return ENABLED;
    }

    /** Whether the calling thread runs a selector, and must not wait. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof SelectingThread thread && thread.isSelecting();
    }

    /** @throws IllegalStateException on a selector thread: a wait there would delay every other request */
    public static void refuseToWait() {
        if (isCurrent()) throw new IllegalStateException("a selector thread must not wait");
    }

    /**
     * Wraps a channel, which one of the selector threads watches after the first {@link WatchedChannel#await}.
     *
     * @param channel       connected, in blocking mode or not
     * @param decryption    null without TLS
     * @param diedWhileIdle called on the selector thread when the upstream closes an idle connection, or sends something on it
     */
    public WatchedChannel watch(SocketChannel channel, Decryption decryption, Runnable diedWhileIdle) {
        return new WatchedChannel(this, channel, new ChannelInput(decryption), diedWhileIdle);
    }

    /** Begins a wait. A selector thread of the reactor serves it, also if the server shares its selectors. The wait may be over before this method returns. */
    public void begin(ConnectWait wait) {
        try {
            own().register(wait);
        } catch (IOException e) {
            wait.end();         // the owner finds out why
        }
    }

    /**
     * Wraps the channel of a connection without TLS that serves a tunnel from now on. A selector thread of the reactor serves it, also if the server shares its selectors.
     *
     * @param channel not registered with any selector
     * @param first   the bytes that were received and not read
     */
    public TunnelChannel tunnel(SocketChannel channel, byte[] first) throws IOException {
        return tunnel(channel, new ChannelInput(null), null, first);
    }

    /** @param encryption null without TLS */
    TunnelChannel tunnel(SocketChannel channel, ChannelInput input, Encryption encryption, byte[] first) throws IOException {
        channel.configureBlocking(false);
        return new TunnelChannel(own(), channel, input, encryption, first);
    }

    /** Returns the selectors in rotation. */
    ChannelSelector selector() throws IOException {
        return shared != null ? shared.get() : own();
    }

    private SelectorThread own() throws IOException {
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
