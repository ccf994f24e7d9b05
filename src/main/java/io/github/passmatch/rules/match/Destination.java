package io.github.passmatch.rules.match;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Origin;
import io.github.passmatch.rules.target.Target;
import java.util.Map;
import java.util.Objects;

/**
 * Where the requests of one rule go and how.
 *
 * @param target      the URL
 * @param view        which view of the path is matched and mapped
 * @param nocanon     whether the rest of the raw request target is sent as it came
 * @param connections how the rule's connections are used
 * @param origins     where that was said, by the names of the parameters; what is not there is a default
 */
public record Destination(Target target, View view, boolean nocanon, ConnectionSettings connections, Map<String, Origin> origins) {

    /** With defaults only. */
    public Destination(Target target, View view, boolean nocanon, ConnectionSettings connections) {
        this(target, view, nocanon, connections, Map.of());
    }

    public Destination {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(connections, "connections");
        origins = Map.copyOf(origins);
    }

    /** The same with another URL. */
    Destination with(Target other) {
        return new Destination(other, view, nocanon, connections, origins);
    }

    /** The parameter {@code mapping}. */
    public enum View {
        /** Decoded and normalised; the default. */
        DECODED,
        /** {@code mapping=encoded}: escapes of reserved characters are matched and sent as they are. Tried before all others. */
        ENCODED,
        /** {@code mapping=servlet}: as encoded, and path parameters are ignored in the comparison. Tried before all others. */
        SERVLET
    }
}
