package io.github.passmatch.upstream.reactor;

import java.io.IOException;

/**
 * One of the two connections of a tunnel. One thread at a time reads, and one writes; these may be different threads. {@link #close} may be called on any thread.
 */
public interface TunnelEnd {

    /**
     * Reads what has arrived, without waiting.
     *
     * @return how many bytes; 0 if there are none now, -1 at the end of the input
     */
    int read(byte[] buffer) throws IOException;

    /** Calls {@code then} once when {@link #read} may return something else than 0, or fail; on any thread, also before this method returns. */
    void whenReadable(Runnable then);

    /**
     * Sends bytes.
     *
     * @param buffer must not be used by the caller any more, unless the result is true
     * @return false if a part waits for room in the send buffer: then {@link #whenWritten} must be called before the next write
     */
    boolean write(byte[] buffer, int length) throws IOException;

    /** Calls {@code then} once when everything was sent, or cannot be sent; on any thread, also before this method returns. */
    void whenWritten(Runnable then);

    /**
     * Whether this is a connection of a container that only the container's threads may read, and on which {@link #write} waits. Then a thread that reads must also wait until the other connection
     * has taken what was read.
     */
    default boolean needsThreads() {
        return false;
    }

    /**
     * Sends the end of the output, after everything was sent; the input remains open.
     *
     * @return false if this connection can only be closed as a whole
     */
    boolean shutdownOutput() throws IOException;

    /** Closes the connection. */
    void close();
}
