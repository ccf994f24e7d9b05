package io.github.passmatch.upstream.time;

/** Describes the connection on which a client sends its requests, to which a connection to an upstream may belong. */
public interface ClientConnection extends AutoCloseable {

    /** Identifies this connection among all that this process has or had, and its client among all that send requests on it. */
    String name();

    /** Whether this request allows a next one on the same connection. */
    boolean lasts();

    /** Begins to watch the connection, also after the current request. Called at most once, on the request's thread. */
    void follow();

    /** Whether the connection is known to have ended. Called about once a second after {@link #follow}, on a different thread; must not wait. */
    boolean hasEnded();

    /** Ends the watch. */
    @Override
    void close();
}
