package io.github.passmatch.rules.server;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.target.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Defines which clients may see restricted information. For a request that another proxy has forwarded, the peer is not the client,
 * so only {@link #EVERYBODY} admits such a request.
 *
 * @param everybody all clients
 * @param loopback  peers on this machine
 * @param networks  peers in these networks
 */
public record Audience(boolean everybody, boolean loopback, List<DirectHost.Network> networks) {

    /** Admits no client. */
    public static final Audience NOBODY = new Audience(false, false, List.of());
    /** Admits every client. */
    public static final Audience EVERYBODY = new Audience(true, false, List.of());

    public Audience {
        networks = List.copyOf(networks);
    }

    /** The union of both audiences. */
    public Audience and(Audience more) {
        return new Audience(everybody || more.everybody, loopback || more.loopback, Stream.concat(networks.stream(), more.networks.stream()).toList());
    }

    /** Whether no client is admitted. */
    public boolean isNobody() {
        return !everybody && !loopback && networks.isEmpty();
    }

    /**
     * Whether the peer is admitted.
     *
     * @param directPeer the peer's address if the peer is the client; empty if another proxy is between them, or if that is not known
     */
    public boolean admits(Optional<String> directPeer) {
        if (everybody) return true;
        if (isNobody()) return false;
        Optional<InetAddress> peer = directPeer.flatMap(IpAddress::parse);
        return peer.isPresent() && (loopback && peer.get().isLoopbackAddress() || networks.stream().anyMatch(network -> network.contains(peer.get())));
    }
}
