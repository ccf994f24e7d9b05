package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Target;

/**
 * Identifies rules that may use the same connections in different configurations. When a configuration is read again, a rule with an equal key continues with its
 * connections; its number and line may have changed. Two rules of one configuration never share connections, even if their keys are equal.
 *
 * @param takes       directive and path
 * @param interpolate whether variables are inserted into the URL
 * @param target      the URL
 * @param settings    how the connections are used, without the places of the directives
 */
record PoolKey(String takes, boolean interpolate, Target target, ConnectionSettings settings) {

    static PoolKey of(Rule rule) {
        var destination = rule.destination().orElseThrow();
        return new PoolKey(rule.directive() + " " + rule.pattern().text(), rule.interpolate(), destination.target(), destination.connections().withoutPlaces());
    }
}
