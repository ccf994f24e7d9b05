package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a selector thread watch a connected channel. While the channel is watched, it is in non-blocking mode, the selector has an interest in reading that never changes, and only the
 * selector thread reads: so a wait needs no system call, and the end of an idle connection is detected when it happens.
 *
 * <p>The owner of the connection writes. The owner reads only bytes that the selector thread has read before ({@link #take}), or, after {@link #block}, from the channel itself, which is in
 * blocking mode then. After {@link #await} has returned true, the owner must not touch the connection any more: it may have been released, and leased to another request, before
 * {@code await} returns. The lock is held for a moment only, and for no call that waits.
 */
public final class WatchedChannel {

    private enum State {
        /** In blocking mode; the selector does not know the channel. */
        BLOCKING,
        /** A thread owns the connection. */
        OWNED,
        /** The owner waits, without a thread, for input. */
        AWAITED,
        /** The connection is in the pool. */
        IDLE,
        /** The connection is closed or broken. */
        ENDED
    }

    private static final byte[] NOTHING = new byte[0];
    /** A response head that is incomplete after this number of bytes is left to blocking code, which enforces the limits. */
    private static final int MAX_COLLECTED = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final SocketChannel channel;
    private final Reactor reactor;
    private final Runnable diedWhileIdle;
    private SelectorThread selector;    // null until the channel is watched for the first time
    private State state = State.BLOCKING;
    private SelectionKey key;
    private Waiter waiter;
    private byte[] received = NOTHING;
    private int from;
    private int to;
    private boolean ended;              // the upstream has closed the connection, or it broke
    private IOException failure;        // how it broke

    WatchedChannel(Reactor reactor, SocketChannel channel, Runnable diedWhileIdle) {
        this.reactor = reactor;
        this.channel = channel;
        this.diedWhileIdle = diedWhileIdle;
    }

    /** Checks received bytes. */
    @FunctionalInterface
    public interface Look {
        /** @param bytes must not be changed or kept */
        boolean at(byte[] bytes, int offset, int length);
    }

    /** Waits for input. */
    public interface Waiter {

        /**
         * Whether {@code bytes} are enough to continue without waiting for more. Called on the selector thread, with the lock held; must only check the bytes.
         */
        boolean isEnough(byte[] bytes, int offset, int length);

        /** Enough input has arrived, or the connection ended. Called once, on the selector thread or on the thread that closed the connection; the waiter owns the connection from now on. */
        void resume();
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
            if (state == State.ENDED || ended || to > from && next.isEnough(received, from, to - from)) return false;
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

    /** Called by the selector thread, some time after the wait has begun: an owner may already have the connection again, and read in blocking mode. */
    void register(Selector with) throws IOException {
        lock.lock();
        try {
            if (state == State.BLOCKING || state == State.ENDED || ended || key != null) return;
            key = channel.register(with, SelectionKey.OP_READ, this);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the selector still has a cancelled key of this channel, so that a new key cannot be registered yet. */
    boolean isBeingUnwatched(Selector by) {
        SelectionKey old = channel.keyFor(by);
        return old != null && !old.isValid();
    }

    /** Input has arrived. Called by the selector thread, with the buffer of that thread. */
    void ready(ByteBuffer buffer) {
        Waiter resumed;
        boolean died;
        lock.lock();
        try {
            if (state == State.BLOCKING || state == State.ENDED) return;
            receive(buffer);
            died = state == State.IDLE && (ended || to > from);
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
        return ended || to - from >= MAX_COLLECTED || waiter.isEnough(received, from, to - from);
    }

    private void receive(ByteBuffer buffer) {
        buffer.clear();
        try {
            int read = channel.read(buffer);
            if (read < 0) end(null);
            else if (read > 0) append(buffer.flip());
            if (to - from >= MAX_COLLECTED) unwatch();      // otherwise the selector would find the channel readable again and again
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException why) {
        ended = true;
        failure = why;
        unwatch();
    }

    /** From now on the selector thread does not read; bytes received before remain available. */
    private void unwatch() {
        if (key != null) key.cancel();
        key = null;
    }

    private void append(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (to == from) {
            received = new byte[more];
            from = 0;
            to = 0;
        } else if (received.length - to < more) {
            received = Arrays.copyOfRange(received, from, Math.max(to + more, from + 2 * (to - from)));
            to -= from;
            from = 0;
        }
        bytes.get(received, to, more);
        to += more;
    }

    /** How many bytes {@link #take} would return. */
    public int available() {
        lock.lock();
        try {
            return to - from;
        } finally {
            lock.unlock();
        }
    }

    /** Checks the bytes that {@link #take} would return. */
    public boolean received(Look look) {
        lock.lock();
        try {
            return look.at(received, from, to - from);
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
            int count = Math.min(length, to - from);
            if (count == 0 && length > 0 && ended) {
                if (failure != null) throw failure;
                return -1;
            }
            System.arraycopy(received, from, buffer, offset, count);
            from += count;
            if (from == to) received = NOTHING;
            if (from == to) from = to = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch, for an owner that will read and write in blocking mode. Bytes received before must still be taken. */
    public void block() throws IOException {
        Reactor.refuseToWait();
        lock.lock();
        try {
            if (state != State.OWNED || ended) return;
            unwatch();
            channel.configureBlocking(true);
            state = State.BLOCKING;
        } finally {
            lock.unlock();
        }
    }

    /** The connection is given to the pool. A watched connection is still watched. */
    public void idle() {
        lock.lock();
        try {
            if (state == State.OWNED) state = State.IDLE;
        } finally {
            lock.unlock();
        }
    }

    /** The connection was leased from the pool. */
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
    public int look() throws IOException {
        lock.lock();
        try {
            if (state == State.ENDED || ended) return -1;
            return to > from ? 1 : channel.read(ByteBuffer.allocate(1));
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the owner, or the code that ends a wait, has closed the connection: the waiter is resumed, and finds that the connection has ended. */
    public void closed() {
        Waiter resumed;
        lock.lock();
        try {
            resumed = state == State.AWAITED ? waiter : null;
            boolean watched = state != State.BLOCKING;
            waiter = null;
            state = State.ENDED;
            ended = true;
            key = null;
            if (watched && selector != null) selector.wakeUp();
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.resume();
    }

    /** The selector thread cannot watch the channel. */
    void failed() {
        closed();
    }
}
