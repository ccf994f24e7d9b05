package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/** Makes HttpClient's connection managers as rules want them. */
public final class Pool {

    private Pool() { }

    /**
     * @param names           for connections, one after the other
     * @param closedWhileIdle is told of connections that the pool closes by itself
     */
    public static PoolingHttpClientConnectionManager of(ConnectionSettings settings, Connector connector, Supplier<String> names, Consumer<UpstreamConnection> closedWhileIdle) {
        Http1Config config = config(settings.responseFieldSize());
        return of(connector, () -> new UpstreamConnection(names.get(), config, new ResponseHeadParser(settings.protocol().badLines()), closedWhileIdle));
    }

    /** @param responseFieldSize longest line of a head, in bytes */
    public static Http1Config config(int responseFieldSize) {
        return Http1Config.custom().setMaxLineLength(responseFieldSize + 2).setMaxHeaderCount(ResponseHeadParser.MAX_FIELDS).setBufferSize(8192).build();
    }

    /** @param connections makes them, not yet connected */
    public static PoolingHttpClientConnectionManager of(HttpClientConnectionOperator operator, Supplier<UpstreamConnection> connections) {
        HttpConnectionFactory<ManagedHttpClientConnection> factory = socket -> connections.get();
        var pool = new PoolingHttpClientConnectionManager(operator, PoolConcurrencyPolicy.STRICT, PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND, factory);
        // Slots keep max, which the pool would keep by closing connections that a client is logged in on.
        pool.setMaxTotal(ConnectionSettings.UNLIMITED);
        pool.setDefaultMaxPerRoute(ConnectionSettings.UNLIMITED);
        // Our own look at the connection is finer, and says what it found.
        pool.setDefaultConnectionConfig(ConnectionConfig.custom().setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND).build());
        return pool;
    }
}
