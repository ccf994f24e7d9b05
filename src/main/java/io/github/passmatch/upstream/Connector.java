package io.github.passmatch.upstream;

import io.github.passmatch.rules.Authority;
import io.github.passmatch.rules.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Makes the connections of one rule: finds the address, connects, shakes hands. Sockets are channels, because a channel can
 * be looked at without waiting (see {@link UpstreamConnection#inspect}).
 */
final class Connector implements HttpClientConnectionOperator {

    /** The context attribute that holds the {@link Authority} to connect to: it may differ from request to request. */
    static final String AUTHORITY = "passmatch.authority";
    /** The context attribute that is told the current {@link Phase}. */
    static final String PROGRESS = "passmatch.progress";

    private final ConnectionSettings settings;
    private final AddressBook addresses;

    Connector(ConnectionSettings settings, AddressBook addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    /** Where a connect stands; read when it fails. */
    static final class Progress {
        private Phase phase = Phase.RESOLVE;
        private volatile SocketChannel channel;
        private volatile boolean aborted;

        Phase phase() {
            return phase;
        }

        private void at(SocketChannel current) throws IOException {
            channel = current;
            if (aborted) current.close();
        }

        /** Ends the connect from another thread; only a look-up of a name cannot be ended. */
        void abort() {
            aborted = true;
            SocketChannel current = channel;
            if (current == null) return;
            try {
                current.close();
            } catch (IOException e) {
                // The connect fails either way.
            }
        }
    }

    @Override
    public void connect(ManagedHttpClientConnection connection, HttpHost host, InetSocketAddress localAddress, TimeValue timeout,
                        SocketConfig config, HttpContext context) throws IOException {
        Authority authority = (Authority) context.getAttribute(AUTHORITY);
        Progress progress = (Progress) context.getAttribute(PROGRESS);
        InetAddress[] candidates = addresses.lookUp(authority.host());
        progress.phase = Phase.CONNECT;
        Socket socket = connectToAny(candidates, authority, progress);
        boolean done = false;
        try {
            SSLSocket tls = null;
            if (authority.scheme().equals("https")) {
                progress.phase = Phase.TLS;
                tls = shakeHands(socket, authority);
            }
            ((UpstreamConnection) connection).connected(authority, socket, tls);
            done = true;
        } finally {
            if (!done) socket.close();
        }
    }

    private Socket connectToAny(InetAddress[] candidates, Authority authority, Progress progress) throws IOException {
        IOException last = new UnknownHostException(authority.host());
        for (InetAddress address : candidates) {
            try {
                return connectTo(new InetSocketAddress(address, authority.port()), progress);
            } catch (IOException e) {
                last = e;
            }
        }
        addresses.forget(authority.host());
        throw last;
    }

    private Socket connectTo(InetSocketAddress address, Progress progress) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean done = false;
        try {
            progress.at(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (settings.tcpKeepAlive()) channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (settings.receiveBufferSize() > 0) channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferSize());
            channel.socket().connect(address, millis());
            done = true;
            return channel.socket();
        } finally {
            if (!done) channel.close();
        }
    }

    /** Verifies the certificate and that it is the host's (departure 23). */
    private SSLSocket shakeHands(Socket plain, Authority authority) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(plain, authority.host(), authority.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(millis());
        tls.startHandshake();
        tls.setSoTimeout(0);
        return tls;
    }

    private int millis() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, settings.connectTimeout().toMillis()));
    }

    /** Which failure a thrown exception is. */
    static UpstreamFailure.Kind kindOf(Phase phase, IOException cause) {
        if (cause instanceof UnknownHostException) return UpstreamFailure.Kind.UNRESOLVED;
        if (cause instanceof SocketTimeoutException) return UpstreamFailure.Kind.CONNECT_TIMEOUT;
        return phase == Phase.TLS ? UpstreamFailure.Kind.TLS : UpstreamFailure.Kind.REFUSED;
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
        throw new UnsupportedOperationException("a connection is TLS from its start or not at all");
    }
}
