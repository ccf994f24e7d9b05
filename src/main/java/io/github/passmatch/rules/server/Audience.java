package io.github.passmatch.rules.server;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.target.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may see what is not for everybody. A request that another proxy has passed on comes from farther away than its peer,
 * so nobody but {@link #EVERYBODY} lets it in.
 *
 * @param everybody whoever asks
 * @param loopback  peers on this machine
 * @param networks  peers in there
 */
public record Audience(boolean everybody, boolean loopback, List<DirectHost.Network> networks) {

    /** For nobody. */
    public static final Audience NOBODY = new Audience(false, false, List.of());
    /** For everybody, from wherever. */
    public static final Audience EVERYBODY = new Audience(true, false, List.of());

    public Audience {
        networks = List.copyOf(networks);
    }

    /** These and those. */
    public Audience and(Audience more) {
        return new Audience(everybody || more.everybody, loopback || more.loopback, Stream.concat(networks.stream(), more.networks.stream()).toList());
    }

    /** Whether there is no need to ask. */
    public boolean isNobody() {
        return !everybody && !loopback && networks.isEmpty();
    }

    /**
     * Whether the peer may see it.
     *
     * @param directPeer the address of a peer that is the client itself; empty where another proxy stands between, or where that is not known
     */
    public boolean admits(Optional<String> directPeer) {
        if (everybody) return true;
        if (isNobody()) return false;
        Optional<InetAddress> peer = directPeer.flatMap(IpAddress::parse);
        return peer.isPresent() && (loopback && peer.get().isLoopbackAddress() || networks.stream().anyMatch(network -> network.contains(peer.get())));
    }
}
