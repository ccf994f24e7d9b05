package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.ResponseFraming;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import io.github.passmatch.upstream.time.Guard;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Identifiable;

/**
 * Adapts HttpCore's connection to HttpClient's pool. HttpClient has a class for that, but up to version 5.5 that class is final, and Spring Boot 3.5 and 4.0
 * include 5.5.
 */
abstract class PooledConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection, Identifiable {

    private final String id;

    /** @param id for HttpClient's log lines */
    PooledConnection(String id, Http1Config config, ResponseHeadParser parser) {
        super(config, null, null, ResponseFraming.INSTANCE, null, null, unused -> parser);
        this.id = id;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket tls, Socket below) throws IOException {
        bind(new SocketHolder(tls, below));
    }

    @Override
    public Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /** Does nothing: the sockets have no timeout, neither in use (the {@link Guard} enforces the limits) nor in the pool. */
    @Override
    public void passivate() { }

    @Override
    public void activate() { }
}
