package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Target;

/**
 * What makes a rule's connections what they are. When a configuration is read again, rules with equal keys go on with the connections
 * they have; their numbers and lines may have moved. Two rules of one configuration never share any, even if their keys are equal.
 *
 * @param takes       directive and path: what the connections are for
 * @param interpolate whether variables are filled into the URL
 * @param target      the URL
 * @param settings    how they are used, with nothing of where that is written
 */
record PoolKey(String takes, boolean interpolate, Target target, ConnectionSettings settings) {

    static PoolKey of(Rule rule) {
        var destination = rule.destination().orElseThrow();
        return new PoolKey(rule.directive() + " " + rule.pattern().text(), rule.interpolate(), destination.target(), destination.connections().withoutPlaces());
    }
}
