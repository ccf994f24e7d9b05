package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.Place;
import java.util.Objects;

/**
 * The directive and position that set the value of a parameter.
 *
 * @param directive {@code ProxyPass}, {@code ProxySet http://h/}, {@code ProxyTimeout} and others
 * @param place     position of the directive
 */
public record Origin(String directive, Place place) {

    public Origin {
        Objects.requireNonNull(directive, "directive");
        Objects.requireNonNull(place, "place");
    }

    /** {@code proxy.conf:3 ProxySet http://h/}. */
    @Override
    public String toString() {
        return place.fileAndLine() + " " + directive;
    }
}
