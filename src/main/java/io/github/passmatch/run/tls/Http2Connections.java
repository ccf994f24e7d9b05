package io.github.passmatch.run.tls;

import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;

/** Creates the HTTP/2 connections above TLS. Loaded only if a server has {@code Protocols h2}. */
final class Http2Connections extends HTTP2ServerConnectionFactory {

    /** As httpd's {@code H2MaxSessionStreams}. */
    private static final int STREAMS = 100;
    /** What a stream, and a connection, may send before the server has read anything; so much memory a client can occupy. */
    private static final int STREAM_WINDOW = 64 * 1024;
    private static final int CONNECTION_WINDOW = 256 * 1024;

    Http2Connections(HttpConfiguration configuration) {
        super(configuration);
        limit(this);
    }

    /** Jetty itself limits the rest: 128 cancelled streams, empty frames, settings and pings in a second, and header blocks to the size of a request head, with all CONTINUATION frames. */
    static void limit(AbstractHTTP2ServerConnectionFactory factory) {
        factory.setMaxConcurrentStreams(STREAMS);
        factory.setInitialStreamRecvWindow(STREAM_WINDOW);
        factory.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        factory.setConnectProtocolEnabled(false);
        factory.getHttpConfiguration().getCustomizers().removeIf(AltSvcCustomizer.class::isInstance);
    }
}
