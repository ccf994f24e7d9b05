package io.github.passmatch.config;

import io.github.passmatch.rules.DirectHost;
import io.github.passmatch.rules.Egress;
import io.github.passmatch.rules.RemoteProxy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one server's lines say about the way to upstreams, while they are read. */
final class EgressDraft {

    Optional<InetAddress> source = Optional.empty();
    final List<RemoteProxy> remotes = new ArrayList<>();
    final List<DirectHost> direct = new ArrayList<>();
    final List<String> blocked = new ArrayList<>();

    Egress build() {
        return new Egress(source, remotes, direct, blocked);
    }
}
