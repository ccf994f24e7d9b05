package io.github.passmatch.run.tls;

import java.util.concurrent.Executor;

/** An end point that gives its events to an executor, because the work of a handshake takes too long for the thread of a selector. */
public interface HandshakeEndPoint {

    /** @param executor gets all events from now on; after the handshake, it may run them on the thread that calls it */
    void handOver(Executor executor);
}
