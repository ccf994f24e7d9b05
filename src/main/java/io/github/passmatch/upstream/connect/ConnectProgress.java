package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.time.Guard;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Holds how far a connect has come: its phase, for its failure message, and its channel, by which a different thread can end the connect. */
public final class ConnectProgress {

    private final Guard guard;
    Phase phase = Phase.RESOLVE;
    boolean begun;          // by TcpConnect.begin, and not finished
    IOException failure;    // of TcpConnect.begin, or null
    private volatile SocketChannel channel;
    private volatile Closeable current;
    private volatile boolean aborted;

    /** @param guard ends the connect by {@link #abort} */
    public ConnectProgress(Guard guard) {
        this.guard = guard;
    }

    public Phase phase() {
        return phase;
    }

    /** Sets the channel that is being connected. */
    void at(SocketChannel connecting) throws IOException {
        channel = connecting;
        at((Closeable) connecting);
    }

    /** Sets what ends the connect when it is closed. */
    void at(Closeable connecting) throws IOException {
        current = connecting;
        if (aborted) connecting.close();
    }

    /** Whether a connect was begun, and not finished. */
    public boolean hasBegun() {
        return begun;
    }

    /** The channel that is being connected. */
    public SocketChannel channel() {
        return channel;
    }

    /** An operation that ends when its socket is closed. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Lets the guard enforce {@code limit}. */
    void within(Duration limit, Step step) throws IOException {
        guard.arm(limit.toNanos());
        try {
            step.run();
        } catch (IOException e) {
            if (!guard.endedBy(Guard.Cause.LIMIT)) throw e;
            SocketTimeoutException late = new SocketTimeoutException(phase.doing());
            late.initCause(e);
            throw late;
        } finally {
            guard.disarm();
        }
    }

    /** Ends the connect from a different thread; only the look-up of a name cannot be ended. */
    public void abort() {
        aborted = true;
        Closeable connecting = current;
        if (connecting == null) return;
        try {
            connecting.close();
        } catch (IOException e) {
            // The connect fails in both cases.
        }
    }
}
