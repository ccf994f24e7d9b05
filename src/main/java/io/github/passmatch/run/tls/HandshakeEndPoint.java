package io.github.passmatch.run.tls;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** An end point that gives its events to an executor, because the work of a handshake takes too long for the thread of a selector. */
public interface HandshakeEndPoint {

    /** @param executor gets all events from now on; after the handshake, it may run them on the thread that calls it */
    void handOver(Executor executor);

    /** Reports this address as that of the peer from now on: the peer is a proxy, and has told it ({@code RemoteIPProxyProtocol}). */
    void clientIs(InetSocketAddress address);
}
