package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides how upstreams are reached: directly or by a remote proxy, and from which source address.
 *
 * @param source   {@code ProxySourceAddress}; empty: the system chooses
 * @param remotes  {@code ProxyRemote} and {@code ProxyRemoteMatch}, the first match is used
 * @param direct   {@code NoProxy}: the client hosts for which no remote proxy is used
 * @param blocked  {@code ProxyBlock}: texts in lower case that an upstream's host name must not contain, {@code *} for all hosts
 */
public record Egress(Optional<InetAddress> source, List<RemoteProxy> remotes, List<DirectHost> direct, List<String> blocked) {

    /** A direct connection. */
    public static final Egress DIRECT = new Egress(Optional.empty(), List.of(), List.of(), List.of());

    public Egress {
        Objects.requireNonNull(source, "source");
        remotes = List.copyOf(remotes);
        direct = List.copyOf(direct);
        blocked = List.copyOf(blocked);
    }

    /**
     * The remote proxy for a request, or empty for a direct connection. A unix socket is always reached directly.
     *
     * @param clientHost the host that the client asked for, without port: httpd compares {@code NoProxy} with it, not with the upstream
     */
    public Optional<RemoteProxy> remoteFor(UpstreamTarget target, Optional<String> clientHost) {
        if (remotes.isEmpty() || target.authority().socket().isPresent()) return Optional.empty();
        if (clientHost.isPresent() && direct.stream().anyMatch(host -> host.covers(clientHost.get()))) return Optional.empty();
        return remotes.stream().filter(remote -> remote.serves(target)).findFirst();
    }

    /** Whether {@code ProxyBlock} contains exactly this address. */
    public boolean blocks(InetAddress address) {
        return !blocked.isEmpty() && blocked.stream().anyMatch(word -> Authority.address(word).filter(address::equals).isPresent());
    }

    /** The argument of {@code ProxyBlock} that blocks the host name, or empty. */
    public Optional<String> blocks(String name) {
        if (blocked.isEmpty()) return Optional.empty();
        String lower = name.toLowerCase(Locale.ROOT);
        return blocked.stream().filter(word -> word.equals("*") || lower.contains(word)).findFirst();
    }
}
