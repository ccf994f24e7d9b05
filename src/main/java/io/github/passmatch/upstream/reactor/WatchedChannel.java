package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connected channel that a selector thread may watch. While the channel is watched, it is in non-blocking mode, the selector has an interest in reading that never changes, and only the
 * selector thread reads: so no wait costs a system call, and the end of an idle connection is seen when it happens.
 *
 * <p>The owner of the connection writes. The owner reads only bytes that the selector thread has read before ({@link #take}), or, after {@link #block}, from the channel itself, which is in
 * blocking mode then. After {@link #await} has returned true the owner must not touch the connection any more: it may have been released, and leased to another request, before
 * {@code await} returns. The lock is held for a moment only, and for no call that waits.
 */
public final class WatchedChannel {

    private enum State {
        /** In blocking mode; the selector does not know the channel. */
        BLOCKING,
        /** An owner has it. */
        OWNED,
        /** The owner waits, without a thread, for input. */
        AWAITED,
        /** It is in the pool. */
        IDLE,
        /** It is closed, or broken. */
        ENDED
    }

    private static final byte[] NOTHING = new byte[0];
    /** A response head that is not whole after so many bytes is left to blocking code, which knows its limits. */
    private static final int MAX_COLLECTED = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final SocketChannel channel;
    private final Reactor reactor;
    private final Runnable diedWhileIdle;
    private SelectorThread selector;    // null until it is watched for the first time
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

    /** A question about bytes. */
    @FunctionalInterface
    public interface Look {
        /** @param bytes not to be changed, nor kept */
        boolean at(byte[] bytes, int offset, int length);
    }

    /** What waits for input. */
    public interface Waiter {

        /**
         * Whether {@code bytes} are enough to go on without waiting for more. Called on the selector thread, with the lock held; looks at the bytes only.
         */
        boolean isEnough(byte[] bytes, int offset, int length);

        /** Input is there, or the end of the connection. Called once, on the selector thread or on the one that closed the connection; the waiter owns the connection from now on. */
        void resume();
    }

    /** Whether {@link #take} and not the channel is to be read. */
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
     * @return false if input is there already, so that nothing will be called, and the caller still owns the connection
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

    /** Called by the selector thread, some time after the wait has begun: by then the owner may have it again, and be reading it in blocking mode. */
    void register(Selector with) throws IOException {
        lock.lock();
        try {
            if (state == State.BLOCKING || state == State.ENDED || ended || key != null) return;
            key = channel.register(with, SelectionKey.OP_READ, this);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the selector still knows a key that was cancelled, in whose place no other one can be registered. */
    boolean isBeingUnwatched(Selector by) {
        SelectionKey old = channel.keyFor(by);
        return old != null && !old.isValid();
    }

    /** Input is there. Called by the selector thread, whose buffer it is. */
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
            if (to - from >= MAX_COLLECTED) unwatch();      // or the selector would find it readable again and again
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException why) {
        ended = true;
        failure = why;
        unwatch();
    }

    /** From now on the selector thread does not look at it; what was received stays. */
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

    /** How many bytes {@link #take} would give. */
    public int available() {
        lock.lock();
        try {
            return to - from;
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the bytes that {@link #take} would give. */
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
     * @return how many; 0 if there are none, -1 if there are none and none will follow
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

    /** Ends the watch, for an owner that will read and write the channel itself, and wait. Bytes that were received before are still to be taken. */
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

    /** The connection goes into the pool. A connection that is watched stays so. */
    public void idle() {
        lock.lock();
        try {
            if (state == State.OWNED) state = State.IDLE;
        } finally {
            lock.unlock();
        }
    }

    /** The connection comes out of the pool. */
    public void own() {
        lock.lock();
        try {
            if (state == State.IDLE) state = State.OWNED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks for input, of which nothing should be there between two exchanges; also at the channel itself, because the end of the connection may have come just now. Only while
     * {@link #isWatched}.
     *
     * @return -1 if the connection has ended, 0 if nothing is there, else 1
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

    /** It was closed by its owner, or by somebody who ends the wait: who waits is resumed, and finds it ended. */
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

    /** The selector thread cannot watch it. */
    void failed() {
        closed();
    }
}
