package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
 *
 * <p>With TLS, the selector thread decrypts while the connection is awaited or idle, because no other thread uses the TLS socket then. While the connection is owned, the selector thread only collects
 * encrypted bytes, and the owner decrypts them. So a thread that holds a lock of the TLS socket never waits for the lock of this class while a different thread does the opposite.
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
    private final ChannelInput input;
    private ChannelSelector selector;    // null until the channel is watched for the first time
    private volatile State state;
    private volatile boolean closing;
    private SelectionKey key;
    private Waiter waiter;

    WatchedChannel(Reactor reactor, SocketChannel channel, ChannelInput input, Runnable diedWhileIdle) {
        this.reactor = reactor;
        this.channel = channel;
        this.input = input;
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
            if (state == State.ENDED) return false;
            decrypt();
            if (isEnough(next)) return false;
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
            if (state == State.BLOCKING || state == State.ENDED || input.channelEnded() || key != null) return;
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
            if (state != State.OWNED) decrypt();
            if (input.collected() >= MAX_COLLECTED) unwatch();      // otherwise the selector would find the channel readable again and again
            died = state == State.IDLE && input.isAny();
            resumed = state == State.AWAITED && isEnough(waiter) ? waiter : null;
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

    private boolean isEnough(Waiter of) {
        ReceivedBytes plain = input.plain();
        return plain.ended() || input.needsThread() || plain.length() >= MAX_COLLECTED || plain.length() > 0 && plain.check(of::isEnough);
    }

    /** To be called by the selector thread while no thread owns the connection, otherwise by the owner. */
    private void decrypt() {
        if (!closing) input.decrypt();
    }

    private boolean receive(ByteBuffer buffer) {
        buffer.clear();
        try {
            int read = channel.read(buffer);
            if (read < 0) end(null);
            else if (read > 0) input.append(buffer.flip());
            return read > 0;
        } catch (IOException e) {
            end(e);
            return false;
        }
    }

    private void end(IOException cause) {
        input.end(cause);
        unwatch();
    }

    /** From now on the selector thread does not read; bytes received before remain available. */
    private void unwatch() {
        if (key != null) key.cancel();
        key = null;
    }

    /** How many bytes {@link #take} would return. To be called by the owner. */
    public int available() {
        lock.lock();
        try {
            if (state == State.OWNED) decrypt();
            return input.plain().length();
        } finally {
            lock.unlock();
        }
    }

    /** Checks the bytes that {@link #take} would return. */
    public boolean received(ReceivedBytes.Check check) {
        lock.lock();
        try {
            return input.plain().check(check);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the upstream has sent something, and not only closed the connection. */
    public boolean hasReceived() {
        lock.lock();
        try {
            return input.plain().length() > 0 || input.needsThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes bytes that the selector thread has read. To be called by the owner.
     *
     * @return how many; 0 if there are none, -1 at the end of the connection
     * @throws IOException if the connection broke
     */
    public int take(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (state == State.OWNED && input.plain().length() == 0) decrypt();
            return input.plain().take(buffer, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** Takes encrypted bytes, like {@link #take}, for an owner that reads in blocking mode. */
    public int takeEncrypted(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            return input.takeEncrypted(buffer, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes {@link #takeEncrypted} would return. */
    public int encrypted() {
        lock.lock();
        try {
            return input.encrypted();
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
            if (state != State.OWNED) return true;
            unwatch();
            channel.configureBlocking(true);
            state = State.BLOCKING;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the watch for ever, because the connection serves a tunnel from now on. To be called by the owner.
     *
     * @param encryption null without TLS
     * @param first      bytes that were taken before and are to be read first
     */
    public TunnelChannel tunnel(Encryption encryption, byte[] first) throws IOException {
        lock.lock();
        try {
            if (state != State.OWNED && state != State.BLOCKING) throw new ClosedChannelException();
            unwatch();
            state = State.ENDED;
            return reactor.tunnel(channel, input, encryption, first);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread may call {@link #block} to write: it must be the owner, and not be about to close the connection. Takes no lock. */
    public boolean mayBlock() {
        return state == State.OWNED && !closing && !Reactor.isCurrent();
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
     * Checks for input, of which there should be none between two exchanges. Also reads from the channel, because the connection may have ended just now, and the selector thread may not know it
     * yet: without this read, a POST could be lost, and any other request be sent twice. It takes 2 % of the CPU time of a small request.
     *
     * @return -1 if the connection has ended, 0 if there is no input, otherwise 1
     */
    public int checkForInput() throws IOException {
        lock.lock();
        try {
            if (state == State.BLOCKING) {
                channel.configureBlocking(false);
                state = State.OWNED;
            }
            if (state != State.ENDED && !input.isAny() && !input.channelEnded() && receive(ByteBuffer.allocate(1)) && input.isTls()) receive(ByteBuffer.allocate(MAX_COLLECTED / 4));
            decrypt();
            if (state == State.ENDED) return -1;
            if (hasReceived() || input.encrypted() > 0 && !input.plain().ended()) return 1;
            return input.plain().ended() ? -1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be called before the connection is closed: from now on no thread decrypts.
     *
     * @param mustNotWait whether what is sent in order to close the connection must not wait; only the owner may demand that, or whoever closes an idle connection
     */
    public void closing(boolean mustNotWait) {
        lock.lock();
        try {
            closing = true;
            if (mustNotWait && state == State.BLOCKING) channel.configureBlocking(false);
        } catch (IOException e) {
            // The channel is closed already.
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
            waiter = null;
            state = State.ENDED;
            input.end();
            key = null;
            if (selector != null && channel.isRegistered()) selector.wakeUp();      // only a selection removes a key, also a cancelled one, and until then the socket remains open
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.resume();
    }
}
