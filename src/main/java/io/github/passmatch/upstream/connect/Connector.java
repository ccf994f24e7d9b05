package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.upstream.http1.NotHttp;
import io.github.passmatch.upstream.outcome.Descriptors;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.ConnectionRoute;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Opens the connections of one rule: looks up the address or uses the Unix socket, connects, opens a tunnel through a remote proxy, and performs the TLS handshake.
 * Sockets are channels, because input on a channel can be checked without waiting (see {@link UpstreamConnection#inspect}).
 */
public final class Connector implements HttpClientConnectionOperator {

    /** The context attribute that holds the {@link ConnectionRoute} of the request. */
    public static final String ROUTE = "passmatch.route";
    /** The context attribute that holds the {@link ConnectProgress}. */
    public static final String PROGRESS = "passmatch.progress";

    private final ConnectionSettings settings;
    private final TcpConnect tcp;
    private final TlsClient tls;

    /** @param tls null if the rule's URL is not https */
    public Connector(ConnectionSettings settings, AddressCache addresses, TlsClient tls) {
        this.settings = settings;
        this.tcp = new TcpConnect(settings, addresses);
        this.tls = tls;
    }

    @Override
    public void connect(ManagedHttpClientConnection connection, HttpHost host, InetSocketAddress localAddress, TimeValue timeout,
                        SocketConfig config, HttpContext context) throws IOException {
        ConnectionRoute route = (ConnectionRoute) context.getAttribute(ROUTE);
        ConnectProgress progress = (ConnectProgress) context.getAttribute(PROGRESS);
        try {
            establish((UpstreamConnection) connection, route, progress);
        } catch (TlsClient.NameRefused e) {
            establish((UpstreamConnection) connection, route, progress);     // TlsClient does not send the name again
        }
    }

    /**
     * Opens a connection that belongs to no pool: finishes what {@link #beginConnect} has begun, without waiting after {@code ConnectWait}, or does everything, and may wait.
     * Closing the socket closes everything.
     */
    public Socket open(ConnectionRoute route, ConnectProgress progress) throws IOException {
        try {
            return openOnce(route, progress);
        } catch (TlsClient.NameRefused e) {
            return openOnce(route, progress);
        }
    }

    private Socket openOnce(ConnectionRoute route, ConnectProgress progress) throws IOException {
        Socket socket = reach(route, progress);
        if (route.tlsName().isEmpty()) return socket;
        boolean done = false;
        try {
            AtomicReference<Socket> secured = new AtomicReference<>();
            secured(route, socket, progress, (transport, tls) -> secured.set(tls));
            done = true;
            return secured.get();
        } finally {
            if (!done) socket.close();
        }
    }

    private void establish(UpstreamConnection connection, ConnectionRoute route, ConnectProgress progress) throws IOException {
        Socket socket = reach(route, progress);
        boolean done = false;
        try {
            if (route.tlsName().isEmpty()) connection.connected(route, socket);
            else secured(route, socket, progress, (transport, secured) -> connection.connected(route, transport, secured));
            done = true;
        } finally {
            if (!done) socket.close();
        }
    }

    /** Whether {@link #beginConnect} begins a connect, and need not wait for the address. */
    public boolean beginsAtOnce(ConnectionRoute route) {
        return isPlain(route) && tcp.beginsAtOnce(route.authority());
    }

    /** Whether there is nothing to do but to connect to an IP address. */
    private boolean isPlain(ConnectionRoute route) {
        return tls == null && route.remote().isEmpty() && route.authority().socket().isEmpty();
    }

    /**
     * Begins to connect, and does not wait for that. {@link #connect} with the same {@code progress} finishes what was begun, or does everything. Begins nothing if there are several addresses, and for TLS, a
     * Unix socket or a remote proxy.
     *
     * @return whether the connect is in progress; false if {@code connect} need not wait, or nothing was begun
     */
    public boolean beginConnect(ConnectionRoute route, ConnectProgress progress) {
        return isPlain(route) && tcp.begin(route.authority(), progress);
    }

    private Socket reach(ConnectionRoute route, ConnectProgress progress) throws IOException {
        if (progress.begun) return tcp.finish(route.authority(), progress);
        if (route.authority().socket().isPresent()) {
            progress.phase = Phase.CONNECT;
            return UnixSocket.connect(route.authority().socket().get(), settings.connectTimeout(), progress);
        }
        return tcp.connect(route.remote().map(RemoteProxy::server).orElse(route.authority()), route.remote().isEmpty(), progress);
    }

    /** Receives a connection after its handshake. */
    private interface Secured {
        void accept(TlsTransport transport, SSLSocket socket) throws IOException;
    }

    /** Opens the tunnel and performs the handshake, within one connectiontimeout for both. */
    private void secured(ConnectionRoute route, Socket socket, ConnectProgress progress, Secured then) throws IOException {
        progress.within(settings.connectTimeout(), () -> {
            if (route.remote().isPresent()) {
                progress.phase = Phase.TUNNEL;
                RemoteTunnel.open(socket, route.remote().get(), route.authority());
            }
            progress.phase = Phase.TLS;
            TlsTransport transport = new TlsTransport(socket);
            then.accept(transport, shakeHands(transport, route));
        });
    }

    private SSLSocket shakeHands(TlsTransport transport, ConnectionRoute route) throws IOException {
        try {
            return tls.shakeHands(transport, route.tlsName(), route.authority().port());
        } catch (IOException e) {
            Optional<String> other = transport.otherProtocol();
            throw other.isPresent() ? new NoTls(other.get(), e) : e;
        }
    }

    /** The kind of failure that an exception means. */
    public static UpstreamFailure.Kind kindOf(Phase phase, IOException cause) {
        if (Descriptors.ranOut(cause) || cause instanceof UnknownHostException && Descriptors.areNearlyGone()) return UpstreamFailure.Kind.NO_DESCRIPTOR;
        if (cause instanceof UnknownHostException) return UpstreamFailure.Kind.UNRESOLVED;
        if (cause instanceof SocketTimeoutException) return UpstreamFailure.Kind.CONNECT_TIMEOUT;
        if (cause instanceof TcpConnect.Blocked) return UpstreamFailure.Kind.BLOCKED;
        if (cause instanceof NoTls) return UpstreamFailure.Kind.SPEAKS_NO_TLS;
        return switch (phase) {
            case TUNNEL -> UpstreamFailure.Kind.TUNNEL;
            case TLS -> UpstreamFailure.Kind.TLS;
            default -> UpstreamFailure.Kind.REFUSED;
        };
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
        throw new UnsupportedOperationException("a connection is TLS from its start or not at all");
    }

    /** Is thrown if the response to the handshake is not TLS. */
    private static final class NoTls extends IOException {
        private static final long serialVersionUID = 1L;

        private NoTls(String bytes, IOException cause) {
            super("the upstream does not speak TLS (what it sends begins with " + NotHttp.quoted(bytes) + ")" + (bytes.startsWith("HTTP/") ? ": write http:// in the rule's URL" : ""), cause);
        }
    }
}
