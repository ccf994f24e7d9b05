package io.github.passmatch.rules.server;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.match.Match;

/**
 * What the configuration says of one request.
 *
 * @param site        the server that took it
 * @param request     what was asked
 * @param match       whether and where it is forwarded
 * @param scope       what holds for it
 * @param environment its variables
 * @param receivedMicros when it was ruled on, in microseconds since 1970
 * @param receivedNanos  the same, as {@link System#nanoTime}
 */
public record RoutingDecision(ServerConfig site, RequestFacts request, Match match, Scope scope, Environment environment, long receivedMicros, long receivedNanos) {

    RoutingDecision(ServerConfig site, RequestFacts request, Match match, Scope scope, Environment environment) {
        this(site, request, match, scope, environment, System.currentTimeMillis() * 1000, System.nanoTime());
    }

    /** How long ago the request was ruled on, in microseconds. */
    public long elapsedMicros() {
        return (System.nanoTime() - receivedNanos) / 1000;
    }
}
