package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Problems;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds the drafts to which a line belongs.
 *
 * @param server  the main server or the virtual host
 * @param section the section of paths or URLs, if any
 * @param inclusion reads other files in the place of the line
 */
public record LineContext(ServerDraft server, Optional<SectionDraft> section, Inclusion inclusion) {

    public Problems problems() {
        return server.problems;
    }

    public ConfigDraft config() {
        return server.config;
    }

    /** Stores an {@code SSLProxy*} setting for the section, else for the server. */
    public void tls(Consumer<TlsDraft> change) {
        section.map(inner -> inner.tls).orElse(server.tls).add(change);
    }

    /** Stores a setting of the network path to upstreams. */
    public void egress(Consumer<EgressDraft> change) {
        server.egress.add(change);
    }

    /** The draft of the section, else of the server. */
    public ScopeDraft scope() {
        return section.map(inner -> inner.scope).orElse(server.scope);
    }
}
