package io.github.passmatch.run.tls;

import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import io.github.passmatch.rules.tls.ClientTls;
import io.github.passmatch.rules.tls.ServerTls;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/** A client connection with TLS, and what is known about it after the handshake. */
public final class TlsConnection extends SslConnection implements TimedConnection, SslHandshakeListener {

    private final ServerTls settings;
    private final Optional<String> serverName;
    private volatile ClientTls facts;
    private volatile ReadTime handshakeLimit = ReadTime.NONE;       // no limit after the handshake
    private volatile long start;

    TlsConnection(ByteBufferPool buffers, Executor executor, EndPoint endPoint, SSLEngine engine, ServerTls settings, Optional<String> serverName) {
        super(buffers, executor, null, endPoint, engine, true, false);
        this.settings = settings;
        this.serverName = serverName;
        setRenegotiationAllowed(false);
    }

    /** Closes the connection if the handshake takes longer; {@code from} as of {@link System#nanoTime}. */
    void limitHandshake(ReadTime limit, long from) {
        start = from;
        handshakeLimit = limit;
        addHandshakeListener(this);
    }

    @Override
    public void handshakeSucceeded(Event event) {
        handshakeLimit = ReadTime.NONE;
    }

    @Override
    public void checkLimits(long now, boolean draining) {
        if (handshakeLimit.isOver(now - start, 0)) getEndPoint().close();
    }

    /** The TLS connection below {@code endPoint}; empty: plain HTTP. */
    public static Optional<TlsConnection> below(EndPoint endPoint) {
        return endPoint instanceof SslEndPoint tls && tls.getSslConnection() instanceof TlsConnection connection ? Optional.of(connection) : Optional.empty();
    }

    /** To be called after the handshake. */
    public ClientTls facts() {
        ClientTls known = facts;
        if (known == null) {
            SSLSession session = getSSLEngine().getSession();
            known = new ClientTls(Optional.of(settings), serverName, Optional.of(session.getProtocol()), Optional.of(session.getCipherSuite()), certificates(session));
            facts = known;
        }
        return known;
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
