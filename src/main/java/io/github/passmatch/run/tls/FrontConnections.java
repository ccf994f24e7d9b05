package io.github.passmatch.run.tls;

import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.web.ProxyFilter;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;

/** Decides for each connection of a client whether it begins with a TLS handshake: by its address and the configuration in force, so that a reload applies to the next connection. */
public final class FrontConnections extends AbstractConnectionFactory {

    /** The name in ALPN. */
    static final String HTTP_2 = "h2";

    private final HttpConnectionFactory plain;
    private final HttpConnectionFactory secure;
    private final HttpConfiguration forHttp2;
    private final Supplier<Optional<ProxyConfig>> inForce;
    private final ClientLimits limits;
    private final Executor worker;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile HostContexts contexts;
    private volatile Http2Connections http2;        // null before the first connection that needs it

    /**
     * @param plain   creates HTTP connections without TLS
     * @param secure  creates HTTP connections above TLS
     * @param forHttp2 the rules for HTTP/2
     * @param inForce the configuration; empty before the start
     * @param limits  the times for the header of the PROXY protocol and for the handshake
     * @param worker  runs the work of handshakes, which takes some milliseconds, so that selector threads can serve other clients meanwhile
     */
    public FrontConnections(HttpConnectionFactory plain, HttpConnectionFactory secure, HttpConfiguration forHttp2, Supplier<Optional<ProxyConfig>> inForce, ClientLimits limits, Executor worker) {
        super("front");
        this.plain = plain;
        this.secure = secure;
        this.forHttp2 = forHttp2;
        this.inForce = inForce;
        this.limits = limits;
        this.worker = worker;
        secure.getHttpConfiguration().addCustomizer(FrontConnections::addTls);
        forHttp2.addCustomizer(FrontConnections::addTls);
    }

    private static Request addTls(Request request, HttpFields.Mutable responseHeaders) {
        TlsConnection.below(request.getConnectionMetaData().getConnection().getEndPoint()).ifPresent(tls -> request.setAttribute(ProxyFilter.TLS, tls.facts()));
        return request;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        boolean proxied = endPoint.getLocalSocketAddress() instanceof InetSocketAddress local && endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
                && contexts().hasProxyHeader(peer.getAddress(), ip(local), local.getPort());
        return proxied ? new ProxiedConnection(connector, endPoint, this, limits.head()) : afterHeader(connector, endPoint);
    }

    /** The connection of a client after the header of the PROXY protocol, or without header. */
    Connection afterHeader(Connector connector, EndPoint endPoint) {
        HostContexts hosts = contexts();
        boolean tls = !hosts.isEmpty() && endPoint.getLocalSocketAddress() instanceof InetSocketAddress local && hosts.hasTls(ip(local), local.getPort());
        return tls ? new HelloConnection(connector, endPoint, this, limits) : plain.newConnection(connector, endPoint);
    }

    static String ip(InetSocketAddress address) {
        return IpAddress.canonical(address.getAddress().getHostAddress());
    }

    /** The contexts of the configuration in force. */
    HostContexts contexts() {
        ProxyConfig config = inForce.get().orElse(null);
        HostContexts now = contexts;
        return now != null && now.areOf(config) ? now : renewed(config);
    }

    private HostContexts renewed(ProxyConfig config) {
        changing.lock();
        try {
            if (contexts == null || !contexts.areOf(config)) contexts = new HostContexts(config, contexts);
            return contexts;
        } finally {
            changing.unlock();
        }
    }

    Executor worker() {
        return worker;
    }

    /** Creates the connections for a protocol of ALPN. */
    ConnectionFactory secure(String protocol) {
        return HTTP_2.equals(protocol) ? http2() : secure;
    }

    private Http2Connections http2() {
        changing.lock();
        try {
            if (http2 == null) {
                http2 = new Http2Connections(forHttp2);
                addManaged(http2);
            }
            return http2;
        } finally {
            changing.unlock();
        }
    }

    /** Whether the server at the address speaks HTTP/2 without TLS. */
    public boolean speaksPlainHttp2(InetSocketAddress local) {
        return contexts().protocols(Optional.empty(), ip(local), local.getPort()).contains("h2c");
    }
}
