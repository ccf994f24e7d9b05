package io.github.passmatch.run.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** Represents the socket of a client, and records whether the selector has found input that no thread has begun to read. */
final class ClientEndPoint extends SocketChannelEndPoint {

    private volatile boolean unreadInput;

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    boolean hasUnreadInput() {
        return unreadInput;
    }

    /** Called by the selector, which does not check for input again until {@link #fill} has been called. */
    @Override
    public Runnable onSelected() {
        unreadInput = isFillInterested();
        return super.onSelected();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        unreadInput = false;
        return super.fill(buffer);
    }
}
