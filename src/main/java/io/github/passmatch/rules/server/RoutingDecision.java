package io.github.passmatch.rules.server;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.target.BadPath;

/**
 * The decision of the configuration about one request.
 *
 * @param server      the server of the request
 * @param request     the facts of the request
 * @param match       whether and where the request is forwarded
 * @param scope       the merged settings for the request
 * @param environment the variables of the request
 * @param receivedMicros time of the decision in microseconds since 1970
 * @param receivedNanos  the same time as {@link System#nanoTime}
 */
public record RoutingDecision(ServerConfig server, RequestFacts request, Match match, Scope scope, Environment environment, long receivedMicros, long receivedNanos) {

    RoutingDecision(ServerConfig server, RequestFacts request, Match match, Scope scope, Environment environment) {
        this(server, request, match, scope, environment, System.currentTimeMillis() * 1000, System.nanoTime());
    }

    /** The request with its variables, for values of fields. */
    public RequestContext requestContext() {
        return new RequestContext(request, this::decodedPath, environment, server.settings().names(scope.switches().usesCanonicalName()));
    }

    private String decodedPath() {
        try {
            return new RequestPath(request.path(), request.query(), server.settings().encodedSlashes(), server.settings().mergeSlashes()).decoded().text();
        } catch (BadPath e) {
            return request.path();
        }
    }

    /** The user who is logged in: here, or in the container; a byte string, or null. */
    public String user() {
        return environment.userOr(request);
    }

    /** Microseconds since the decision. */
    public long elapsedMicros() {
        return (System.nanoTime() - receivedNanos) / 1000;
    }
}
