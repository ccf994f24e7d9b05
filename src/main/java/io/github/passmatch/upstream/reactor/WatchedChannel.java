package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a selector thread watch a connected channel. While the channel is watched, it is in non-blocking mode, the selector has an interest in reading that never changes, and only the
 * selector thread reads: so a wait needs no system call, and the end of an idle connection is detected when it happens.
 *
 * <p>The owner of the connection writes. The owner reads only bytes that the selector thread has read before ({@link #take}), or, after {@link #block}, from the channel itself, which is in
 * blocking mode then. After {@link #await} has returned true, the owner must not touch the connection any more: it may have been released, and leased to another request, before
 * {@code await} returns. The lock is held only briefly, and never during a call that waits.
 */
public final class WatchedChannel {

    private enum State {
        BLOCKING,       // in blocking mode; the selector does not know the channel
        OWNED,          // a thread owns the connection
        AWAITED,        // the owner waits, without a thread, for input
        IDLE,           // the connection is in the pool
        ENDED           // the connection is closed or broken
    }

    /** If a response head is incomplete after this number of bytes, blocking code continues, which enforces the limits. */
    private static final int MAX_COLLECTED = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final SocketChannel channel;
    private final Reactor reactor;
    private final Runnable diedWhileIdle;
    private final ReceivedBytes received = new ReceivedBytes();
    private ChannelSelector selector;    // null until the channel is watched for the first time
    private State state;
    private SelectionKey key;
    private Waiter waiter;

    WatchedChannel(Reactor reactor, SocketChannel channel, Runnable diedWhileIdle) {
        this.reactor = reactor;
        this.channel = channel;
        this.diedWhileIdle = diedWhileIdle;
        this.state = channel.isBlocking() ? State.BLOCKING : State.OWNED;
    }

    /** Whether the owner must read by {@link #take}, and not from the channel. */
    public boolean isWatched() {
        lock.lock();
        try {
            return state != State.BLOCKING;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for input without a thread.
     *
     * @return false if enough input has arrived already: then nothing will be called, and the caller still owns the connection
     */
    public boolean await(Waiter next) throws IOException {
        boolean register;
        lock.lock();
        try {
            if (state == State.ENDED || received.ended() || received.length() > 0 && received.check(next::isEnough)) return false;
            register = key == null;
            if (selector == null) selector = reactor.selector();
            if (state == State.BLOCKING) channel.configureBlocking(false);
            waiter = next;
            state = State.AWAITED;
        } finally {
            lock.unlock();
        }
        if (register) selector.register(this);
        return true;
    }

    /**
     * Called by the selector thread, some time after the wait has begun: an owner may already use the connection again, and read in blocking mode.
     *
     * @param attachment of the key
     */
    public void register(Selector with, Object attachment) throws IOException {
        lock.lock();
        try {
            if (state == State.BLOCKING || state == State.ENDED || received.ended() || key != null) return;
            key = channel.register(with, SelectionKey.OP_READ, attachment);
        } finally {
            lock.unlock();
        }
    }

    /** The server has replaced its selector. Called by the selector thread. */
    public void replaceKey(SelectionKey next) {
        lock.lock();
        try {
            if (key != null) key = next;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the selector still has a cancelled key of this channel, so that a new key cannot be registered yet. */
    public boolean isBeingUnwatched(Selector by) {
        SelectionKey old = channel.keyFor(by);
        return old != null && !old.isValid();
    }

    /** Input has arrived. Called by the selector thread, with the buffer of that thread. */
    public void ready(ByteBuffer buffer) {
        Waiter resumed;
        boolean died;
        lock.lock();
        try {
            if (state == State.BLOCKING || state == State.ENDED) return;
            receive(buffer);
            died = state == State.IDLE && (received.ended() || received.length() > 0);
            resumed = state == State.AWAITED && isEnough() ? waiter : null;
            if (resumed != null) {
                waiter = null;
                state = State.OWNED;
            }
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.resume();
        else if (died) diedWhileIdle.run();
    }

    private boolean isEnough() {
        return received.ended() || received.length() >= MAX_COLLECTED || received.check(waiter::isEnough);
    }

    private void receive(ByteBuffer buffer) {
        buffer.clear();
        try {
            int read = channel.read(buffer);
            if (read < 0) end(null);
            else if (read > 0) received.append(buffer.flip());
            if (received.length() >= MAX_COLLECTED) unwatch();      // otherwise the selector would find the channel readable again and again
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException cause) {
        received.end(cause);
        unwatch();
    }

    /** From now on the selector thread does not read; bytes received before remain available. */
    private void unwatch() {
        if (key != null) key.cancel();
        key = null;
    }

    /** How many bytes {@link #take} would return. */
    public int available() {
        lock.lock();
        try {
            return received.length();
        } finally {
            lock.unlock();
        }
    }

    /** Checks the bytes that {@link #take} would return. */
    public boolean received(ReceivedBytes.Check check) {
        lock.lock();
        try {
            return received.check(check);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes bytes that the selector thread has read.
     *
     * @return how many; 0 if there are none, -1 at the end of the connection
     * @throws IOException if the connection broke
     */
    public int take(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            return received.take(buffer, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the watch, for an owner that will read and write in blocking mode. Bytes received before must still be taken.
     *
     * @return false if the channel was not watched
     */
    public boolean block() throws IOException {
        Reactor.refuseToWait();
        lock.lock();
        try {
            if (state == State.BLOCKING) return false;
            if (state != State.OWNED || received.ended()) return true;
            unwatch();
            channel.configureBlocking(true);
            state = State.BLOCKING;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the connection is released to the pool. A watched connection is still watched. */
    public void idle() {
        lock.lock();
        try {
            if (state == State.OWNED) state = State.IDLE;
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the connection was leased from the pool. */
    public void own() {
        lock.lock();
        try {
            if (state == State.IDLE) state = State.OWNED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks for input, of which there should be none between two exchanges. Also reads from the channel, because the connection may have ended just now. Only while
     * {@link #isWatched}.
     *
     * @return -1 if the connection has ended, 0 if there is no input, otherwise 1
     */
    public int checkForInput() throws IOException {
        lock.lock();
        try {
            if (state == State.ENDED || received.ended()) return -1;
            return received.length() > 0 ? 1 : channel.read(ByteBuffer.allocate(1));
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the connection was closed, by its owner or to end a wait, or when the selector thread cannot watch it: the waiter is resumed, and finds that the connection has ended. */
    public void closed() {
        Waiter resumed;
        lock.lock();
        try {
            resumed = state == State.AWAITED ? waiter : null;
            boolean watched = state != State.BLOCKING;
            waiter = null;
            state = State.ENDED;
            received.end();
            key = null;
            if (watched && selector != null) selector.wakeUp();
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.resume();
    }
}
