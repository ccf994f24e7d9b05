package io.github.passmatch.run.server;

import io.github.passmatch.upstream.reactor.Reactor;
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
    private ByteBuffer input;       // of the connection; what the parser has not taken yet

    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** How many bytes the parser has not taken yet. Only while a thread handles the head of a request. */
    int unparsed() {
        return input == null ? 0 : input.remaining();
    }

    boolean hasUnreadInput() {
        return unreadInput;
    }

    /** Called by the selector, which does not check for input again until {@link #fill} has been called. Handles requests on the thread of the selector. */
    @Override
    public Runnable onSelected() {
        unreadInput = isFillInterested();
        Runnable task = super.onSelected();
        if (task == null || !Reactor.isEnabled()) return task;
        ServerThread.select(task);
        return null;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        unreadInput = false;
        input = buffer;
        return super.fill(buffer);
    }
}
