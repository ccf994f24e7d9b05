package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.reactor.TunnelEnd;

/** Receives the connection of a client after a switch of protocols. The methods may be called on any thread. */
public interface TunnelOwner {

    /** The container has switched the connection. Called once. */
    void begin(TunnelEnd client);

    /** The container has closed the connection, or will not switch it. */
    void lost();

    /** The server is being stopped. */
    void stopped();
}
