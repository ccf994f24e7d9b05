package io.github.passmatch.upstream.time;

/** The connection on which a client sends its requests, as far as a connection to an upstream may belong to it. */
public interface ClientConnection extends AutoCloseable {

    /** Tells it from every other connection that this process has or had, and from whoever else sends requests over it. */
    String name();

    /** Whether another request may follow on it, as far as this one tells. */
    boolean lasts();

    /** Begins to watch it, beyond the request that is being served. Called at most once, on the request's thread. */
    void follow();

    /** Whether it has ended, as far as is known. Called about once a second after {@link #follow}, on another thread; must not wait. */
    boolean hasEnded();

    /** It need not be watched any more. */
    @Override
    void close();
}
