package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.upstream.outcome.Phase;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Makes TCP connections for one rule: looks up the address, and connects, with a thread that waits or without one. */
final class TcpConnect {

    private final ConnectionSettings settings;
    private final AddressCache addresses;

    TcpConnect(ConnectionSettings settings, AddressCache addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    /** Whether {@link #begin} need not wait for the address. */
    boolean beginsAtOnce(Authority upstream) {
        return upstream.at().isPresent() || addresses.isKnown(upstream.host());
    }

    /** The addresses of a server: the one to which it is bound, or all of its host. */
    private InetAddress[] lookUp(Authority server) throws IOException {
        return server.at().isPresent() ? new InetAddress[] {server.at().get().getAddress()} : addresses.lookUp(server.host());
    }

    private static int port(Authority server) {
        return server.at().map(InetSocketAddress::getPort).orElse(server.port());
    }

    /**
     * Begins to connect to an upstream, and does not wait for that. Begins nothing if there are several addresses. {@link #finish} reports failures.
     *
     * @return whether the connect is in progress
     */
    boolean begin(Authority upstream, ConnectProgress progress) {
        try {
            InetAddress[] candidates = lookUp(upstream);
            if (candidates.length != 1) return false;       // they are raced, which needs a thread
            refuseBlocked(candidates);
            return begin(new InetSocketAddress(candidates[0], port(upstream)), progress);
        } catch (IOException e) {
            return false;       // connect does the same, and reports it
        }
    }

    private boolean begin(InetSocketAddress address, ConnectProgress progress) throws IOException {
        SocketChannel channel = open(address);
        try {
            progress.at(channel);
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

    /** Waits until the connect that was begun is made. */
    Socket finish(Authority upstream, ConnectProgress progress) throws IOException {
        progress.phase = Phase.CONNECT;
        SocketChannel channel = progress.channel();
        progress.begun = false;
        boolean done = false;
        try {
            progress.within(settings.connectTimeout(), () -> {
                if (progress.failure != null) throw progress.failure;
                if (channel.finishConnect()) return;        // the channel stays in non-blocking mode, which the wait for the response needs
                channel.configureBlocking(true);
                channel.finishConnect();
            });
            done = true;
            return channel.socket();
        } finally {
            if (!done) channel.close();
            if (!done) addresses.forget(upstream.host());
        }
    }

    /** @param toUpstream whether {@code server} is the upstream, not a remote proxy: then {@code ProxyBlock} applies */
    Socket connect(Authority server, boolean toUpstream, ConnectProgress progress) throws IOException {
        InetAddress[] candidates = lookUp(server);
        if (toUpstream) refuseBlocked(candidates);
        progress.phase = Phase.CONNECT;
        return connectToAny(candidates, server, progress);
    }

    private void refuseBlocked(InetAddress[] candidates) throws Blocked {
        for (InetAddress address : candidates)
            if (settings.egress().blocks(address)) throw new Blocked("ProxyBlock forbids the address " + IpAddress.canonical(address.getHostAddress()));
    }

    private Socket connectToAny(InetAddress[] candidates, Authority authority, ConnectProgress progress) throws IOException {
        boolean done = false;
        try {
            Socket socket = candidates.length == 1 ? connectTo(new InetSocketAddress(candidates[0], port(authority)), progress) : race(addresses.inOrder(candidates), port(authority), progress);
            done = true;
            return socket;
        } finally {
            if (!done) addresses.forget(authority.host());
        }
    }

    private Socket connectTo(InetSocketAddress address, ConnectProgress progress) throws IOException {
        SocketChannel channel = open(address);
        boolean done = false;
        try {
            progress.at(channel);
            progress.within(settings.connectTimeout(), () -> channel.connect(address));
            done = true;
            return channel.socket();
        } finally {
            if (!done) channel.close();
        }
    }

    private Socket race(InetAddress[] candidates, int port, ConnectProgress progress) throws IOException {
        SocketChannel[] connected = new SocketChannel[1];
        try (AddressRace race = new AddressRace(this::open, addresses::avoid)) {
            progress.at(race);
            progress.within(settings.connectTimeout(), () -> connected[0] = race.run(candidates, port));
            progress.at(connected[0]);
        }
        return connected[0].socket();
    }

    /** A channel that can be connected. For IPv4 only, a channel costs less than for both protocols, where Linux maps each address. */
    private SocketChannel open(InetSocketAddress address) throws IOException {
        boolean isV4 = address.getAddress() instanceof Inet4Address && settings.egress().source().filter(source -> !(source instanceof Inet4Address)).isEmpty();
        SocketChannel channel = isV4 ? SocketChannel.open(StandardProtocolFamily.INET) : SocketChannel.open();
        boolean done = false;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (settings.tcpKeepAlive()) channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (settings.receiveBufferSize() > 0) channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferSize());
            if (settings.egress().source().isPresent()) channel.bind(new InetSocketAddress(settings.egress().source().get(), 0));
            done = true;
            return channel;
        } finally {
            if (!done) channel.close();
        }
    }

    /** Is thrown for an address that {@code ProxyBlock} forbids. */
    static final class Blocked extends IOException {
        private static final long serialVersionUID = 1L;

        private Blocked(String message) {
            super(message);
        }
    }
}
