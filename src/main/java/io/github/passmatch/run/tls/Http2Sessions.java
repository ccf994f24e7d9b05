package io.github.passmatch.run.tls;

import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;

/** Looks into HTTP/2 connections. */
public final class Http2Sessions {

    private Http2Sessions() { }

    /** Whether {@code connection} speaks HTTP/2, and no stream is open. */
    public static boolean isIdle(Connection connection) {
        return connection instanceof HTTP2Connection http2 && http2.getSession().getStreams().isEmpty();
    }
}
