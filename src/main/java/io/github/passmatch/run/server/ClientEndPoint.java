package io.github.passmatch.run.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** The socket of a client; knows whether the selector has found something to read that no thread has begun to read. */
final class ClientEndPoint extends SocketChannelEndPoint {

    private volatile boolean unread;

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    boolean isUnread() {
        return unread;
    }

    /** Called by the selector, which looks for nothing to read until {@link #fill} has been called. */
    @Override
    public Runnable onSelected() {
        unread = isFillInterested();
        return super.onSelected();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        unread = false;
        return super.fill(buffer);
    }
}
