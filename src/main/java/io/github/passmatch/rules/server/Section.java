package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.match.Rule;
import java.util.Objects;
import java.util.Optional;

/**
 * A {@code <Location>} or {@code <LocationMatch>}, chosen by the decoded, normalised path; or a {@code <Proxy>} or {@code <ProxyMatch>},
 * chosen by the URL that the path was mapped to.
 *
 * @param name  its header, {@code <Location /app>}
 * @param place    where it begins
 * @param selector what it is chosen by
 * @param rule     its own {@code ProxyPass}; only in a section of paths
 * @param scope    what it says otherwise
 */
public record Section(String name, Place place, Selector selector, Optional<Rule> rule, Scope scope) {

    public Section {
        name = Secrets.hidden(name);
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(scope, "scope");
    }
}
