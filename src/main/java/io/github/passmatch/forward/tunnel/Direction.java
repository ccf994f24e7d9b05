package io.github.passmatch.forward.tunnel;

import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.TunnelEnd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/**
 * Passes on the bytes of one direction of a tunnel. Reads only when everything was sent, so a slow receiver slows the sender down, and at most one buffer is kept. Has a buffer only while it works, or while the
 * receiver is slow. One thread at a time works, however often and from where {@link #signal} is called.
 */
final class Direction {

    private static final Logger LOG = Loggers.of(ByteTunnel.class);
    private static final int BUFFER = 16 * 1024;
    /** After this number of buffers, other connections of the same thread have their turn. */
    private static final int MOST_BUFFERS = 16;
    /** A buffer that nobody uses; null while one is in use. A new one for each piece of a tunnel would be zeroed first. */
    private static final ThreadLocal<byte[]> SPARE = new ThreadLocal<>();

    private final ByteTunnel tunnel;
    private final TunnelEnd from;
    private final TunnelEnd to;
    private final Executor executor;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile boolean over;
    private volatile long bytes;

    Direction(ByteTunnel tunnel, TunnelEnd from, TunnelEnd to, Executor executor) {
        this.tunnel = tunnel;
        this.from = from;
        this.to = to;
        this.executor = executor;
    }

    /** There may be something to do. */
    void signal() {
        if (signals.getAndIncrement() == 0) executor.execute(this::work);
    }

    private void work() {
        int seen = 1;
        while (seen != 0) {
            if (!over) passOn();
            seen = signals.addAndGet(-seen);
        }
    }

    private void passOn() {
        byte[] buffer = SPARE.get();
        if (buffer == null) buffer = new byte[BUFFER];
        else SPARE.remove();
        try {
            for (int i = 0; i < MOST_BUFFERS; i++) {
                int read = from.read(buffer);
                if (read < 0) {
                    over = true;
                    tunnel.ended(this, to);
                    return;
                }
                if (read == 0) break;
                count(read);
                if (!to.write(buffer, read)) {
                    if (!from.needsThreads()) {
                        to.whenWritten(this::signal);
                        return;
                    }
                    awaitWritten();
                    buffer = new byte[BUFFER];
                } else if (read < BUFFER) break;        // nothing is left, usually
            }
            SPARE.set(buffer);
            from.whenReadable(this::signal);
        } catch (IOException | RuntimeException e) {
            over = true;
            LOG.debug("a tunnel has ended", e);
            tunnel.failed();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
    private void count(int read) {
        bytes += read;
        tunnel.traffic();
    }

    private void awaitWritten() throws IOException {
        Reactor.refuseToWait();
        CountDownLatch written = new CountDownLatch(1);
        to.whenWritten(written::countDown);
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    boolean isOver() {
        return over;
    }

    /** The number of bytes that were read. */
    long bytes() {
        return bytes;
    }
}
