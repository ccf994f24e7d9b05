package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Place;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPass} or {@code ProxyPassMatch}.
 *
 * @param number      its rank in the order of matching, from 1
 * @param place       where it stands
 * @param directive   {@code ProxyPass} or {@code ProxyPassMatch}, as httpd spells it
 * @param pattern     what it takes
 * @param destination where that goes; empty for an exclusion ({@code !})
 * @param interpolate the word {@code interpolate}: whether variables in path and URL are filled in for each request
 */
public record Rule(int number, Place place, String directive, PathPattern pattern, Optional<Destination> destination, boolean interpolate) {

    public Rule {
        if (number < 1) throw new IllegalArgumentException("number must be at least 1, was " + number);
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(pattern, "pattern");
    }

    /** Whether what it takes is not proxied. */
    public boolean excludes() {
        return destination.isEmpty();
    }

    /** Which view of the path its pattern is held against; an exclusion sees the decoded one. */
    public Destination.View view() {
        return destination.map(Destination::view).orElse(Destination.View.DECODED);
    }

    /** {@code rule 1 (proxy.conf:12): ProxyPassMatch ^/a/(.*) http://h/$1 - non-reusing: …}: the rule, and its decision on reuse. */
    public String summary() {
        return "rule " + number + " (" + place.fileAndLine() + "): " + this + " - " + destination.map(to -> to.connections().reuse().toString()).orElse("not proxied");
    }

    /** The rule as it would be written, without parameters. */
    @Override
    public String toString() {
        return directive + " " + pattern.text() + " " + destination.map(d -> d.target().text()).orElse("!");
    }
}
