package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.time.Guard;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Holds the phase that a connect has reached, for its failure message. */
public final class ConnectProgress {
    final Guard guard;
    Phase phase = Phase.RESOLVE;
    private volatile SocketChannel channel;
    private volatile boolean aborted;
    boolean begun;          // by beginConnect, and not finished
    IOException failure;    // of beginConnect, or null

    /** @param guard ends the connect by {@link #abort} */
    public ConnectProgress(Guard guard) {
        this.guard = guard;
    }

    public Phase phase() {
        return phase;
    }

    /** Sets the channel that is being connected. */
    void at(SocketChannel current) throws IOException {
        channel = current;
        if (aborted) current.close();
    }

    /** Whether a connect was begun, and not finished. */
    public boolean hasBegun() {
        return begun;
    }

    /** The channel that is being connected. */
    public SocketChannel channel() {
        return channel;
    }

    /** Ends the connect from a different thread; only the look-up of a name cannot be ended. */
    public void abort() {
        aborted = true;
        SocketChannel current = channel;
        if (current == null) return;
        try {
            current.close();
        } catch (IOException e) {
            // The connect fails in both cases.
        }
    }
}
