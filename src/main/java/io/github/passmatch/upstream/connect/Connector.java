package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.upstream.http1.NotHttp;
import io.github.passmatch.upstream.outcome.Descriptors;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.time.Guard;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
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
    private final AddressCache addresses;
    private final TlsClient tls;

    /** @param tls null if the rule's URL is not https */
    public Connector(ConnectionSettings settings, AddressCache addresses, TlsClient tls) {
        this.settings = settings;
        this.addresses = addresses;
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

    private void establish(UpstreamConnection connection, ConnectionRoute route, ConnectProgress progress) throws IOException {
        Socket socket = reach(route, progress);
        boolean done = false;
        try {
            if (route.tlsName().isEmpty()) connection.connected(route, socket);
            else secure(connection, route, socket, progress);
            done = true;
        } finally {
            if (!done) socket.close();
        }
    }

    /** Whether {@link #beginConnect} begins a connect, and need not wait for the address. */
    public boolean beginsAtOnce(ConnectionRoute route) {
        return isPlain(route) && addresses.isKnown(route.authority().host());
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
        if (!isPlain(route)) return false;
        try {
            InetAddress[] candidates = addresses.lookUp(route.authority().host());
            if (candidates.length != 1) return false;       // the guard acts only once, so that it can serve only one address
            refuseBlocked(candidates);
            return beginConnect(new InetSocketAddress(candidates[0], route.authority().port()), progress);
        } catch (IOException e) {
            return false;       // connect does the same, and reports it
        }
    }

    private boolean beginConnect(InetSocketAddress address, ConnectProgress progress) throws IOException {
        SocketChannel channel = openFor(address);
        try {
            setUp(channel, progress);
            channel.configureBlocking(false);
            progress.begun = true;
            return !(channel.connect(address) || channel.finishConnect());      // on this machine, a connect is made at once, but Linux does not say so
        } catch (IOException e) {
            progress.failure = e;
            return false;
        } finally {
            if (!progress.begun) channel.close();
        }
    }

    private Socket finishConnect(Authority authority, ConnectProgress progress) throws IOException {
        SocketChannel channel = progress.channel();
        progress.begun = false;
        boolean done = false;
        try {
            withinLimit(progress, () -> {
                if (progress.failure != null) throw progress.failure;
                if (channel.finishConnect()) return;        // the channel stays in non-blocking mode, which the wait for the response needs
                channel.configureBlocking(true);
                channel.finishConnect();
            });
            done = true;
            return channel.socket();
        } finally {
            if (!done) channel.close();
            if (!done) addresses.forget(authority.host());
        }
    }

    private Socket reach(ConnectionRoute route, ConnectProgress progress) throws IOException {
        if (progress.begun) {
            progress.phase = Phase.CONNECT;
            return finishConnect(route.authority(), progress);
        }
        if (route.authority().socket().isPresent()) {
            progress.phase = Phase.CONNECT;
            return UnixSocket.connect(route.authority().socket().get(), settings.connectTimeout(), progress);
        }
        Authority next = route.remote().map(RemoteProxy::server).orElse(route.authority());
        InetAddress[] candidates = addresses.lookUp(next.host());
        if (route.remote().isEmpty()) refuseBlocked(candidates);
        progress.phase = Phase.CONNECT;
        return connectToAny(candidates, next, progress);
    }

    private void refuseBlocked(InetAddress[] candidates) throws Blocked {
        for (InetAddress address : candidates)
            if (settings.egress().blocks(address)) throw new Blocked("ProxyBlock forbids the address " + IpAddress.canonical(address.getHostAddress()));
    }

    private Socket connectToAny(InetAddress[] candidates, Authority authority, ConnectProgress progress) throws IOException {
        IOException last = null;
        for (int i = 0; i < candidates.length; i++) {
            try {
                return connectTo(new InetSocketAddress(candidates[i], authority.port()), i == candidates.length - 1, progress);
            } catch (IOException e) {
                last = e;
            }
        }
        addresses.forget(authority.host());
        throw last != null ? last : new UnknownHostException(authority.host());
    }

    private Socket connectTo(InetSocketAddress address, boolean last, ConnectProgress progress) throws IOException {
        SocketChannel channel = openFor(address);
        boolean done = false;
        try {
            setUp(channel, progress);
            if (last) withinLimit(progress, () -> channel.connect(address));
            else channel.socket().connect(address, millis());
            done = true;
            return channel.socket();
        } finally {
            if (!done) channel.close();
        }
    }

    /** A channel for IPv4 only costs less than one for both protocols, where Linux maps each address. */
    private SocketChannel openFor(InetSocketAddress address) throws IOException {
        boolean isV4 = address.getAddress() instanceof Inet4Address && settings.egress().source().filter(source -> !(source instanceof Inet4Address)).isEmpty();
        return isV4 ? SocketChannel.open(StandardProtocolFamily.INET) : SocketChannel.open();
    }

    private void setUp(SocketChannel channel, ConnectProgress progress) throws IOException {
        progress.at(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (settings.tcpKeepAlive()) channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (settings.receiveBufferSize() > 0) channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferSize());
        if (settings.egress().source().isPresent()) channel.bind(new InetSocketAddress(settings.egress().source().get(), 0));
    }

    /** Opens the tunnel and performs the handshake, within one connectiontimeout for both. */
    private void secure(UpstreamConnection connection, ConnectionRoute route, Socket socket, ConnectProgress progress) throws IOException {
        withinLimit(progress, () -> {
            if (route.remote().isPresent()) {
                progress.phase = Phase.TUNNEL;
                RemoteTunnel.open(socket, route.remote().get(), route.authority());
            }
            progress.phase = Phase.TLS;
            TlsTransport transport = new TlsTransport(socket);
            connection.connected(route, transport, shakeHands(transport, route));
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

    /** An operation that ends when its socket is closed. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Lets the guard enforce {@code connectiontimeout}. The guard acts only once, so that it can serve only the last of several addresses. The JDK's connect with a timeout, which the
     * others use, needs six more system calls.
     */
    private void withinLimit(ConnectProgress progress, Step step) throws IOException {
        progress.guard.arm(settings.connectTimeout().toNanos());
        try {
            step.run();
        } catch (IOException e) {
            if (!progress.guard.endedBy(Guard.Cause.LIMIT)) throw e;
            SocketTimeoutException late = new SocketTimeoutException(progress.phase.doing());
            late.initCause(e);
            throw late;
        } finally {
            progress.guard.disarm();
        }
    }

    private int millis() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, settings.connectTimeout().toMillis()));
    }

    /** The kind of failure that an exception means. */
    public static UpstreamFailure.Kind kindOf(Phase phase, IOException cause) {
        if (Descriptors.ranOut(cause) || cause instanceof UnknownHostException && Descriptors.areNearlyGone()) return UpstreamFailure.Kind.NO_DESCRIPTOR;
        if (cause instanceof UnknownHostException) return UpstreamFailure.Kind.UNRESOLVED;
        if (cause instanceof SocketTimeoutException) return UpstreamFailure.Kind.CONNECT_TIMEOUT;
        if (cause instanceof Blocked) return UpstreamFailure.Kind.BLOCKED;
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

    /** Is thrown for an address that {@code ProxyBlock} forbids. */
    private static final class Blocked extends IOException {
        private static final long serialVersionUID = 1L;

        private Blocked(String message) {
            super(message);
        }
    }

    /** Is thrown if the response to the handshake is not TLS. */
    private static final class NoTls extends IOException {
        private static final long serialVersionUID = 1L;

        private NoTls(String bytes, IOException cause) {
            super("the upstream does not speak TLS (what it sends begins with " + NotHttp.quoted(bytes) + ")" + (bytes.startsWith("HTTP/") ? ": write http:// in the rule's URL" : ""), cause);
        }
    }
}
