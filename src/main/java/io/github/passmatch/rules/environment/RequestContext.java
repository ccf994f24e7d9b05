package io.github.passmatch.rules.environment;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * The data from which {@code %{NAME}} gets its value. Belongs to one request and the thread of the request.
 *
 * @param request     the request
 * @param path        returns the decoded path ({@code REQUEST_URI}), a byte string
 * @param environment the variables of the request, and its user
 * @param server      the names of the server of the request
 */
public record RequestContext(RequestFacts request, Supplier<String> path, Environment environment, ServerNames server) {

    public RequestContext {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(server, "server");
    }

    /** This context with other variables. */
    public RequestContext with(Environment other) {
        return new RequestContext(request, path, other, server);
    }

    /** This context with another request. */
    public RequestContext with(RequestFacts other) {
        return new RequestContext(other, path, environment, server);
    }
}
