package io.github.passmatch.rules;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A {@code <Location>} or {@code <LocationMatch>}, chosen by the decoded, normalised path; or a {@code <Proxy>} or {@code <ProxyMatch>},
 * chosen by the URL that the path was mapped to.
 *
 * @param name  its header, {@code <Location /app>}
 * @param place where it begins
 * @param takes what it is chosen by; a byte string
 * @param rule  its own {@code ProxyPass}; only in a section of paths
 * @param scope what it says otherwise
 */
public record Section(String name, Place place, Predicate<String> takes, Optional<Rule> rule, Scope scope) {

    public Section {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(takes, "takes");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(scope, "scope");
    }
}
