package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * By which way upstreams are reached.
 *
 * @param source   {@code ProxySourceAddress}; empty: the system chooses
 * @param remotes  {@code ProxyRemote} and {@code ProxyRemoteMatch}, the first that matches counts
 * @param direct   {@code NoProxy}: for which client hosts the remotes do not count
 * @param blocked  {@code ProxyBlock}: lower case words that no upstream's host name may hold, {@code *} for all
 */
public record Egress(Optional<InetAddress> source, List<RemoteProxy> remotes, List<DirectHost> direct, List<String> blocked) {

    /** Straight on. */
    public static final Egress DIRECT = new Egress(Optional.empty(), List.of(), List.of(), List.of());

    public Egress {
        Objects.requireNonNull(source, "source");
        remotes = List.copyOf(remotes);
        direct = List.copyOf(direct);
        blocked = List.copyOf(blocked);
    }

    /**
     * The remote proxy for a request, or empty if it goes straight to the upstream. A unix socket is never far.
     *
     * @param clientHost the host that the client asked for, without port: httpd compares {@code NoProxy} with it, not with the upstream
     */
    public Optional<RemoteProxy> remoteFor(UpstreamTarget target, Optional<String> clientHost) {
        if (remotes.isEmpty() || target.authority().socket().isPresent()) return Optional.empty();
        if (clientHost.isPresent() && direct.stream().anyMatch(host -> host.covers(clientHost.get()))) return Optional.empty();
        return remotes.stream().filter(remote -> remote.serves(target)).findFirst();
    }

    /** Whether {@code ProxyBlock} names that very address. */
    public boolean blocks(InetAddress address) {
        return !blocked.isEmpty() && blocked.stream().anyMatch(word -> Authority.address(word).filter(address::equals).isPresent());
    }

    /** The word of {@code ProxyBlock} that forbids a host of that name, or empty. */
    public Optional<String> blocks(String name) {
        if (blocked.isEmpty()) return Optional.empty();
        String lower = name.toLowerCase(Locale.ROOT);
        return blocked.stream().filter(word -> word.equals("*") || lower.contains(word)).findFirst();
    }
}
