package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits without a thread until a channel is connected, or cannot be connected. */
public final class ConnectWait {

    private final SocketChannel channel;
    private final Runnable resume;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param channel in non-blocking mode; its connect has begun
     * @param resume  called once, on a selector thread or on the thread that ends the wait; must not wait
     */
    public ConnectWait(SocketChannel channel, Runnable resume) {
        this.channel = channel;
        this.resume = resume;
    }

    /** Returns false if the channel cannot be registered, because it is closed or used again. */
    boolean register(Selector with) {
        try {
            channel.register(with, SelectionKey.OP_CONNECT, this);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;       // the owner finds out why
        }
    }

    /** Ends the wait. To be called when the channel was closed, because no selector reports that. */
    public void end() {
        if (over.compareAndSet(false, true)) resume.run();
    }
}
