package io.github.passmatch.run.tls;

/** A client connection that ends when the client has exceeded a time limit. */
public interface TimedConnection {

    /**
     * Ends the connection if the client has exceeded a time limit. To be called regularly.
     *
     * @param now      nanoseconds as of {@link System#nanoTime}
     * @param draining whether the server is stopping: then an idle connection is closed at once
     */
    void checkLimits(long now, boolean draining);
}
