package io.github.passmatch.rules.access;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A name of clients: a host, or a domain with all hosts in it.
 *
 * @param name as written; case does not count. With a dot first, only hosts in the domain match
 */
public record ClientDomain(String name) {

    public ClientDomain {
        Objects.requireNonNull(name, "name");
    }

    /** Whether {@code host} is in the domain. As in httpd, {@code good.com} does not contain {@code nogood.com}. */
    boolean contains(String host) {
        int start = host.length() - name.length();
        if (start < 0 || !host.regionMatches(true, start, name, 0, name.length())) return false;
        return start == 0 || name.startsWith(".") || host.charAt(start - 1) == '.';
    }

    /** The name of the client of a request; empty if it has none. */
    static Optional<String> of(InetAddress client, AccessFacts facts) {
        return facts.clientNames().flatMap(names -> names.nameOf(client));
    }
}
