package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.ExchangeResult;

/** Describes an open tunnel: the connections of a client and of an upstream after a switch of protocols. Safe for concurrent use. */
public interface OpenTunnel {

    /** The address of the client. */
    String client();

    /** The path of the request, as the client sent it. */
    String path();

    /** The protocol, as the client wrote it. */
    String protocol();

    /** The time since the switch, nanoseconds. */
    long age();

    /** The time since the last traffic, nanoseconds. */
    long idle();

    /** Bytes from the client. */
    long sent();

    /** Bytes from the upstream. */
    long received();

    /** Ends the tunnel if the limit of the idle time has passed. Called about once a second. */
    void check();

    /** Ends the tunnel, unless it has ended. On any thread. */
    void end(ExchangeResult why);
}
