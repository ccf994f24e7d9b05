package io.github.passmatch.rules.match;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Origin;
import io.github.passmatch.rules.target.Target;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Map;
import java.util.Objects;

/**
 * The target of a rule and its parameters.
 *
 * @param target      the URL
 * @param view        the form of the path that is matched and mapped
 * @param nocanon     whether the rest of the raw request target is sent unchanged
 * @param connections the connection settings of the rule
 * @param origins     the positions of the parameters, by parameter name; a parameter not in the map has the default value
 * @param balancers   the ids of the balancers that the URL may name, by name; empty if the URL names a server
 */
public record Destination(Target target, View view, boolean nocanon, ConnectionSettings connections, Map<String, Origin> origins, Map<String, String> balancers) {

    /** A destination whose parameters are all defaults. */
    public Destination(Target target, View view, boolean nocanon, ConnectionSettings connections) {
        this(target, view, nocanon, connections, Map.of(), Map.of());
    }

    /** A destination that is a server. */
    public Destination(Target target, View view, boolean nocanon, ConnectionSettings connections, Map<String, Origin> origins) {
        this(target, view, nocanon, connections, origins, Map.of());
    }

    public Destination {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(connections, "connections");
        origins = Map.copyOf(origins);
        balancers = Map.copyOf(balancers);
    }

    /** Whether the URL names a balancer. */
    public boolean isBalanced() {
        return target.isBalancer();
    }

    /** Whether a request can be sent to {@code found}: it is a server, or a balancer that the URL may name. */
    public boolean knows(UpstreamTarget found) {
        return !found.authority().isBalancer() || balancers.containsKey(found.authority().host());
    }

    /** The same with another URL. */
    Destination with(Target other) {
        return new Destination(other, view, nocanon, connections, origins, balancers);
    }

    /** The parameter {@code mapping}. */
    public enum View {
        /** Decoded and normalised; the default. */
        DECODED,
        /** {@code mapping=encoded}: escapes of reserved characters are matched and sent unchanged. Such rules are tried first. */
        ENCODED,
        /** {@code mapping=servlet}: as encoded, and path parameters are ignored in the comparison. Such rules are tried first. */
        SERVLET
    }
}
