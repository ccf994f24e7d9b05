package io.github.passmatch.config;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a line stands, and so whose draft takes it in.
 *
 * @param server  the main server or the virtual host
 * @param section the section of paths or URLs, if any
 * @param inclusion reads other files in the place of the line
 */
record Here(ServerDraft server, Optional<SectionDraft> section, Inclusion inclusion) {

    Problems problems() {
        return server.problems;
    }

    ConfigDraft config() {
        return server.config;
    }

    /** Notes an {@code SSLProxy*} line. */
    void tls(Consumer<TlsDraft> change) {
        section.map(inner -> inner.tls).orElse(server.tls).add(change);
    }

    /** Notes a line about the way to upstreams. */
    void egress(Consumer<EgressDraft> change) {
        server.egress.add(change);
    }

    /** Of the section, else of the server. */
    ScopeDraft scope() {
        return section.map(inner -> inner.scope).orElse(server.scope);
    }
}
