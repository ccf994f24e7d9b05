package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads and writes the connection to an upstream after a switch of protocols, without waiting. A selector thread of the reactor reports when there is input, or room in the send buffer; while neither is wanted,
 * the selector does not look. The lock is held only briefly; to encrypt, it is not held.
 */
public final class TunnelChannel implements TunnelEnd {

    /** More than the longest TLS record. */
    private static final int RECORD = 18 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final SocketChannel channel;
    private final ChannelInput input;
    private final Encryption encryption;    // null without TLS
    private final SelectorThread selector;
    private byte[] first;                   // received with the head of the response
    private ByteBuffer unsent;              // null, or waits for room; without TLS
    private SelectionKey key;
    private int interest;
    private boolean registering;
    private boolean closed;
    private Runnable reader;
    private Runnable writer;

    TunnelChannel(SelectorThread selector, SocketChannel channel, ChannelInput input, Encryption encryption, byte[] first) {
        this.selector = selector;
        this.channel = channel;
        this.input = input;
        this.encryption = encryption;
        this.first = first;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        lock.lock();
        try {
            if (closed) throw new ClosedChannelException();
            if (first.length > 0) return takeFirst(buffer);
            int taken = take(buffer);
            if (taken != 0) return taken;
            return encryption == null ? channel.read(ByteBuffer.wrap(buffer)) : decrypt(buffer);
        } finally {
            lock.unlock();
        }
    }

    private int takeFirst(byte[] buffer) {
        int length = Math.min(buffer.length, first.length);
        System.arraycopy(first, 0, buffer, 0, length);
        byte[] rest = new byte[first.length - length];
        System.arraycopy(first, length, rest, 0, rest.length);
        first = rest;
        return length;
    }

    private int take(byte[] buffer) throws IOException {
        if (input.plain().length() == 0) input.decrypt();
        return input.plain().take(buffer, 0, buffer.length);
    }

    private int decrypt(byte[] buffer) throws IOException {
        ByteBuffer records = ByteBuffer.allocate(RECORD);
        while (true) {
            if (input.needsThread()) throw new IOException("the upstream begins a TLS handshake within the tunnel");
            int read = channel.read(records.clear());
            if (read == 0) return 0;
            if (read < 0) input.end(null);
            else input.append(records.flip());
            int taken = take(buffer);
            if (taken != 0) return taken;
        }
    }

    @Override
    public void whenReadable(Runnable then) {
        lock.lock();
        try {
            if (!closed && first.length == 0 && input.plain().length() == 0 && !input.plain().ended()) {
                reader = then;
                watch(SelectionKey.OP_READ);
                return;
            }
        } finally {
            lock.unlock();
        }
        then.run();
    }

    @Override
    public boolean write(byte[] buffer, int length) throws IOException {
        if (encryption != null) {
            encryption.write(buffer, length);
            return encryption.flush();
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        channel.write(bytes);
        if (!bytes.hasRemaining()) return true;
        lock.lock();
        try {
            unsent = bytes;
        } finally {
            lock.unlock();
        }
        return false;
    }

    @Override
    public void whenWritten(Runnable then) {
        lock.lock();
        try {
            if (!closed) {
                writer = then;
                watch(SelectionKey.OP_WRITE);
                return;
            }
        } finally {
            lock.unlock();
        }
        then.run();
    }

    private void watch(int operation) {
        interest |= operation;
        if (key == null) {
            if (!registering) selector.register(this);
            registering = true;
            return;
        }
        try {
            key.interestOps(interest);
            selector.wakeUp();
        } catch (CancelledKeyException e) {
            selector.run(this::closed);
        }
    }

    /** Called by the selector thread. */
    void register(Selector with) throws IOException {
        lock.lock();
        try {
            if (!closed) key = channel.register(with, interest, this);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the selector still has a cancelled key of this channel, so that a new key cannot be registered yet. */
    boolean isBeingUnwatched(Selector by) {
        SelectionKey old = channel.keyFor(by);
        return old != null && !old.isValid();
    }

    /** There is input, or room in the send buffer. Called by the selector thread. */
    void ready() {
        Runnable resumedReader = null;
        Runnable resumedWriter = null;
        lock.lock();
        try {
            if (closed || key == null || !key.isValid()) return;
            int ready = key.readyOps();
            if ((ready & SelectionKey.OP_READ) != 0) {
                resumedReader = reader;
                reader = null;
            }
            boolean written = (ready & SelectionKey.OP_WRITE) != 0 && flushed();
            if (written) {
                resumedWriter = writer;
                writer = null;
            }
            interest = (reader == null ? 0 : SelectionKey.OP_READ) | (writer == null ? 0 : SelectionKey.OP_WRITE);
            key.interestOps(interest);
        } catch (CancelledKeyException e) {
            return;         // the connection was closed; closed() resumes
        } finally {
            lock.unlock();
        }
        if (resumedReader != null) resumedReader.run();
        if (resumedWriter != null) resumedWriter.run();
    }

    /** Sends the rest; returns whether the next write can begin, also if that will fail. */
    private boolean flushed() {
        try {
            if (encryption != null) return encryption.flush();
            if (unsent != null) channel.write(unsent);
            if (unsent != null && unsent.hasRemaining()) return false;
            unsent = null;
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public boolean shutdownOutput() throws IOException {
        if (encryption == null) {
            channel.shutdownOutput();
        } else {
            encryption.end();
            if (!encryption.flush()) whenWritten(() -> { });     // the selector thread sends the rest
        }
        return true;
    }

    /** To be called when the connection was closed: waits end, on the selector thread, and find that. */
    public void closed() {
        lock.lock();
        try {
            closed = true;
            Runnable resumedReader = reader;
            Runnable resumedWriter = writer;
            reader = null;
            writer = null;
            selector.run(() -> {
                if (resumedReader != null) resumedReader.run();
                if (resumedWriter != null) resumedWriter.run();
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is gone in any case.
        }
        closed();
    }
}
