package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The data that the value of an edited field can contain. Belongs to one exchange and the thread of the exchange.
 *
 * @param request        the client's request
 * @param environment    the variables of the request
 * @param receivedMicros when the request was received, in microseconds since 1970 ({@code %t})
 * @param elapsedMicros  returns the microseconds since then ({@code %D})
 */
public record FieldContext(RequestFacts request, Environment environment, long receivedMicros, LongSupplier elapsedMicros) {

    public FieldContext {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(elapsedMicros, "elapsedMicros");
    }

    /** This context without variables. */
    FieldContext withoutVariables() {
        return new FieldContext(request, new Environment(), receivedMicros, elapsedMicros);
    }
}
