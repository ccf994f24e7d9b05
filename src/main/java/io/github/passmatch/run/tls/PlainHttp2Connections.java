package io.github.passmatch.run.tls;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;

/** Creates the HTTP/2 connections without TLS ({@code Protocols h2c}), for clients that know or ask: by the preface of HTTP/2, or by an Upgrade. */
public final class PlainHttp2Connections extends HTTP2CServerConnectionFactory {

    private final Predicate<InetSocketAddress> allowed;
    private final Executor worker;

    /**
     * @param allowed whether the server at the local address speaks h2c
     * @param worker  handles the connections
     */
    public PlainHttp2Connections(HttpConfiguration configuration, Predicate<InetSocketAddress> allowed, Executor worker) {
        super(configuration);
        this.allowed = allowed;
        this.worker = worker;
        Http2Connections.limit(this);
    }

    /** Only directly on a socket: above TLS, the protocol is chosen in the handshake, and the requests would lack what is known about TLS. */
    @Override
    public Connection upgradeConnection(Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response101) throws HttpException.RuntimeException {
        if (!(endPoint instanceof HandshakeEndPoint socket) || !(endPoint.getLocalSocketAddress() instanceof InetSocketAddress local) || !allowed.test(local)) return null;
        Connection connection = super.upgradeConnection(connector, endPoint, request, response101);
        if (connection != null) socket.handOver(worker);
        return connection;
    }
}
