package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.reactor.TunnelEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The client's end of a tunnel on an {@code EndPoint} of Jetty. Neither reads nor writes wait; a selector of Jetty reports when there is input, or room in the send buffer. A subclass calls the methods of the end
 * point, of which the class may be unknown at compile time.
 */
public abstract class EndPointEnd implements TunnelEnd {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReentrantLock lock = new ReentrantLock();
    private final TunnelOwner tunnel;
    private ByteBuffer first = NOTHING;     // received with the request
    private boolean writing;
    private boolean closed;
    private volatile boolean outputEnded;
    private Throwable failure;
    private Runnable reader;
    private Runnable writer;

    /** @param tunnel receives this end by {@link #opened} */
    protected EndPointEnd(TunnelOwner tunnel) {
        this.tunnel = tunnel;
    }

    /** Reads what has arrived into {@code buffer}, which is as Jetty demands: the space is behind the limit. */
    protected abstract int fill(ByteBuffer buffer) throws IOException;

    /** Demands a call of {@link #readable} or {@link #closed}. */
    protected abstract void fillInterested();

    /** Begins to send; a call of {@link #written} is the end, also before this method returns. */
    protected abstract void send(ByteBuffer bytes);

    /** Sends the end of the output. */
    protected abstract void endOutput() throws IOException;

    /** Bytes that were received with the request. To be called before {@link #opened}. */
    public final void received(ByteBuffer bytes) {
        first = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** The connection is switched. */
    public final void opened() {
        tunnel.begin(this);
    }

    @Override
    public final int read(byte[] buffer) throws IOException {
        if (!first.hasRemaining()) return fill(ByteBuffer.wrap(buffer).limit(0));
        int taken = Math.min(buffer.length, first.remaining());
        first.get(buffer, 0, taken);
        if (!first.hasRemaining()) first = NOTHING;
        return taken;
    }

    @Override
    public final void whenReadable(Runnable then) {
        boolean now;
        lock.lock();
        try {
            now = closed || first.hasRemaining();
            if (!now) reader = then;
        } finally {
            lock.unlock();
        }
        if (now) then.run();
        else fillInterested();
    }

    /** There is input. */
    public final void readable() {
        resumeReader(false);
    }

    /** The connection was closed. If the output had ended, that is how Jetty reports the end of the input, perhaps before the reader finds that: then the end is in order, or the reader finds the failure. */
    public final void closed() {
        resumeReader(true);
        if (!outputEnded) tunnel.lost();
    }

    /** There will be no more input, because of a failure. */
    public final void unreadable() {
        resumeReader(true);
    }

    private void resumeReader(boolean end) {
        Runnable resumed;
        lock.lock();
        try {
            closed |= end;
            resumed = reader;
            reader = null;
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.run();
    }

    @Override
    public final boolean write(byte[] buffer, int length) throws IOException {
        lock.lock();
        try {
            if (closed) throw new ClosedChannelException();
            if (failure != null) throw new IOException(failure);
            writing = true;
        } finally {
            lock.unlock();
        }
        send(ByteBuffer.wrap(buffer, 0, length));
        lock.lock();
        try {
            return !writing;
        } finally {
            lock.unlock();
        }
    }

    /** @param cause null if everything was sent */
    public final void written(Throwable cause) {
        Runnable resumed;
        lock.lock();
        try {
            writing = false;
            failure = cause;
            resumed = writer;
            writer = null;
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.run();
    }

    @Override
    public final void whenWritten(Runnable then) {
        lock.lock();
        try {
            if (writing) {
                writer = then;
                return;
            }
        } finally {
            lock.unlock();
        }
        then.run();
    }

    @Override
    public final boolean shutdownOutput() throws IOException {
        outputEnded = true;
        endOutput();
        return true;
    }

    /** The server is being stopped. */
    public final void stopped() {
        tunnel.stopped();
    }
}
