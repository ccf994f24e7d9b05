package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ProtocolSettings.BadLines;
import io.github.passmatch.upstream.connect.Pool;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.http1.ResponseHead;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import io.github.passmatch.upstream.reactor.Reactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls every part of HttpClient that a request needs, once, without network: connect, read a response, keep the connection, use it again, close. Java links
 * classes when they are first used, so an unsuitable version of HttpClient would otherwise fail at the first request.
 */
final class LinkageCheck {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nExpires: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Timeout AT_ONCE = Timeout.ofSeconds(1);

    private final HttpRoute route = new HttpRoute(new HttpHost("http", "rehearsal.invalid", 80));

    /**
     * @throws LinkageError if a class or a method is missing or has changed
     * @throws IOException  if HttpClient behaves in an unexpected way
     */
    void run() throws IOException, HttpException, InterruptedException, ExecutionException, TimeoutException {
        var config = Pool.config(ConnectionSettings.DEFAULT_RESPONSE_FIELD_SIZE);
        try (PoolingHttpClientConnectionManager manager = Pool.of(new Operator(), () -> new UpstreamConnection("rehearsal", config, new ResponseHeadParser(BadLines.ARE_ERRORS), closed -> { }, () -> { }, new Reactor()))) {
            exchange(manager, TimeValue.ofMinutes(1));
            if (manager.getTotalStats().getAvailable() != 1) throw new IOException("HttpClient has not kept a connection that it should keep");
            exchange(manager, TimeValue.NEG_ONE_MILLISECOND);
            manager.closeExpired();
            manager.closeIdle(TimeValue.ZERO_MILLISECONDS);
        }
        new DefaultHostnameVerifier();
    }

    private void exchange(PoolingHttpClientConnectionManager manager, TimeValue keep) throws IOException, HttpException, InterruptedException, ExecutionException, TimeoutException {
        ConnectionEndpoint endpoint = manager.lease("", route, AT_ONCE, null).get(AT_ONCE);
        if (!endpoint.isConnected()) manager.connect(endpoint, null, HttpCoreContext.create());
        readAnswer(ConnectionSetup.connectionOf(endpoint));
        if (!TimeValue.isPositive(keep)) endpoint.close(CloseMode.GRACEFUL);
        manager.release(endpoint, null, keep);
    }

    private static void readAnswer(UpstreamConnection connection) throws IOException, HttpException {
        connection.beginExchange();
        if (!connection.isDataAvailable(AT_ONCE)) throw new IOException("HttpClient does not read from the connection");
        ResponseHead head = (ResponseHead) connection.receiveResponseHeader();
        connection.receiveResponseEntity(head);
        try (InputStream body = head.getEntity().getContent()) {
            String text = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            if (!text.equals("ok")) throw new IOException("HttpClient has read another body than the one that was sent");
        }
        if (connection.getEndpointDetails().getReceivedBytesCount() == 0) throw new IOException("HttpClient does not count what it receives");
    }

    /** Connects without network. */
    private static final class Operator implements HttpClientConnectionOperator {
        @Override
        public void connect(ManagedHttpClientConnection connection, HttpHost host, InetSocketAddress localAddress, TimeValue timeout, SocketConfig config, HttpContext context) throws IOException {
            ((UpstreamConnection) connection).connected(null, new Script());
        }

        @Override
        public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
            throw new UnsupportedOperationException();
        }
    }

    /** A socket that supplies the responses from memory. */
    private static final class Script extends Socket {
        private final InputStream in = new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.US_ASCII));

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setSoTimeout(int millis) { }

        @Override
        public void setSoLinger(boolean on, int seconds) { }

        @Override
        public void close() { }
    }
}
