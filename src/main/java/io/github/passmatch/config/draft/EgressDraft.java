package io.github.passmatch.config.draft;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.RemoteProxy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the directives of one server about the network path to upstreams. */
public final class EgressDraft {

    public Optional<InetAddress> source = Optional.empty();
    public final List<RemoteProxy> remotes = new ArrayList<>();
    public final List<DirectHost> direct = new ArrayList<>();
    public final List<String> blocked = new ArrayList<>();

    public Egress build() {
        return new Egress(source, remotes, direct, blocked);
    }
}
