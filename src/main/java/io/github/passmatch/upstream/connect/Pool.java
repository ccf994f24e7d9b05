package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import io.github.passmatch.upstream.reactor.Reactor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;

/**
 * Configures HttpClient's connection manager for rules. The manager has no limit: {@link Slots} enforce {@code max}, because the manager would enforce it by closing connections on which
 * a client is logged in.
 */
public final class Pool extends PoolingHttpClientConnectionManager {

    /**
     * The size of each of the three buffers that HttpCore allocates with a connection: enough for the response to a small request. Longer bodies are read without these buffers. With 8192, they were two thirds
     * of the memory of a request that waits.
     */
    private static final int SESSION_BUFFER = 1024;

    private final StrictConnPool<HttpRoute, ManagedHttpClientConnection> entries;

    private Pool(HttpClientConnectionOperator operator, HttpConnectionFactory<ManagedHttpClientConnection> factory, StrictConnPool<HttpRoute, ManagedHttpClientConnection> entries) {
        super(operator, entries, factory);
        this.entries = entries;
    }

    /**
     * @param names           supplies a name for each new connection
     * @param closedWhileIdle receives connections that the pool closes, or that end while idle
     * @param removeClosed    see {@link #removeClosed}
     */
    public static Pool of(ConnectionSettings settings, Connector connector, Supplier<String> names, Consumer<UpstreamConnection> closedWhileIdle, Runnable removeClosed, Reactor reactor) {
        Http1Config config = config(settings.responseFieldSize());
        return of(connector, () -> new UpstreamConnection(names.get(), config, new ResponseHeadParser(settings.protocol().badLines()), closedWhileIdle, removeClosed, reactor));
    }

    /** @param responseFieldSize longest line of a head, in bytes */
    public static Http1Config config(int responseFieldSize) {
        return Http1Config.custom().setMaxLineLength(responseFieldSize + 2).setMaxHeaderCount(ResponseHeadParser.MAX_FIELDS).setBufferSize(SESSION_BUFFER).build();
    }

    /** @param connections creates connections that are not connected yet */
    public static Pool of(HttpClientConnectionOperator operator, Supplier<UpstreamConnection> connections) {
        Pool pool = new Pool(operator, socket -> connections.get(), new StrictConnPool<>(ConnectionSettings.UNLIMITED, ConnectionSettings.UNLIMITED, TimeValue.NEG_ONE_MILLISECOND, PoolReusePolicy.LIFO, null));
        // UpstreamConnection.inspect checks more than HttpClient would, and reports the result.
        pool.setDefaultConnectionConfig(ConnectionConfig.custom().setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND).build());
        return pool;
    }

    /** The idle connections at this moment, at most {@code most} of them. */
    public List<IdleConnection> idle(int most) {
        List<IdleConnection> idle = new ArrayList<>();
        long now = System.currentTimeMillis();
        entries.enumAvailable(entry -> {
            if (idle.size() < most && entry.getConnection() instanceof UpstreamConnection connection) idle.add(new IdleConnection(connection.exchanges(), now - entry.getCreated(), now - entry.getUpdated()));
        });
        return idle;
    }

    /** Closes all connections in use; their exchanges fail. Returns how many. */
    public int cutLeased() {
        AtomicInteger cut = new AtomicInteger();
        entries.enumLeased(entry -> {
            ManagedHttpClientConnection connection = entry.getConnection();
            if (connection == null || !connection.isOpen()) return;
            connection.close(CloseMode.IMMEDIATE);
            cut.incrementAndGet();
        });
        return cut.get();
    }

    /** Removes idle connections that have been closed. */
    public void removeClosed() {
        entries.enumAvailable(entry -> {
            ManagedHttpClientConnection connection = entry.getConnection();
            if (connection != null && !connection.isOpen()) entry.discardConnection(CloseMode.IMMEDIATE);
        });
    }
}
