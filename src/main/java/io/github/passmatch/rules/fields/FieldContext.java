package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The data that the value of an edited field can contain. Belongs to one exchange and the thread of the exchange.
 *
 * @param request        the client's request, with its variables
 * @param receivedMicros when the request was received, in microseconds since 1970 ({@code %t})
 * @param elapsedMicros  returns the microseconds since then ({@code %D})
 */
public record FieldContext(RequestContext request, long receivedMicros, LongSupplier elapsedMicros) {

    public FieldContext {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(elapsedMicros, "elapsedMicros");
    }

    /** The variables of the request. */
    Environment environment() {
        return request.environment();
    }

    /** This context without variables. */
    FieldContext withoutVariables() {
        return new FieldContext(request.with(new Environment()), receivedMicros, elapsedMicros);
    }
}
