package io.github.passmatch.run.tls;

import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.rules.tls.ServerTls;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the {@link HostContext}s of one configuration. Immutable. */
final class HostContexts {

    private final ProxyConfig config;
    private final boolean proxied;
    private final IdentityHashMap<ServerTls, HostContext> contexts = new IdentityHashMap<>();       // a comparison of certificates takes long

    /** @param before whose contexts are used again if their settings have not changed, so that clients can resume their sessions; null: none */
    HostContexts(ProxyConfig config, HostContexts before) {
        this.config = config;
        this.proxied = config.servers().stream().anyMatch(server -> server.settings().proxyProtocol().isPresent());
        Map<ServerTls, HostContext> known = new HashMap<>();
        if (before != null) before.contexts.values().forEach(context -> known.put(context.settings(), context));
        for (ServerConfig server : config.servers()) server.settings().tls().ifPresent(tls -> contexts.put(tls, known.computeIfAbsent(tls, HostContext::new)));
    }

    @SuppressWarnings("ReferenceEquality") // each reading makes a new configuration
    boolean areOf(ProxyConfig other) {
        return config == other;
    }

    /** Whether a connection of this peer to the address must begin with a header of the PROXY protocol. */
    boolean hasProxyHeader(InetAddress peer, String ip, int port) {
        return proxied && config.proxyProtocolFor(ip, port).filter(protocol -> protocol.isFor(peer)).isPresent();
    }

    /** Whether no server has TLS. */
    boolean isEmpty() {
        return contexts.isEmpty();
    }

    /** Whether connections to the address begin with a handshake. */
    boolean hasTls(String ip, int port) {
        return config.tlsFor(null, ip, port).isPresent();
    }

    /** The context for the server with the name. */
    Optional<HostContext> find(Optional<String> name, String ip, int port) {
        return config.tlsFor(name.orElse(null), ip, port).map(contexts::get);
    }

    /** The protocols of the server with the name, the preferred one first. */
    List<String> protocols(Optional<String> name, String ip, int port) {
        return config.serverFor(name.orElse(null), ip, port, "https").settings().protocols();
    }
}
