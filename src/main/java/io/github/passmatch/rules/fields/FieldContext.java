package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What the value of an edited field may be made of. Belongs to one exchange and its thread.
 *
 * @param request        the client's
 * @param environment    of that request
 * @param receivedMicros when the request came, in microseconds since 1970 ({@code %t})
 * @param elapsedMicros  how long ago that is, in microseconds, whenever it is asked ({@code %D})
 */
public record FieldContext(RequestFacts request, Environment environment, long receivedMicros, LongSupplier elapsedMicros) {

    public FieldContext {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(elapsedMicros, "elapsedMicros");
    }

    /** The same before any variable has been set. */
    FieldContext withoutVariables() {
        return new FieldContext(request, new Environment(), receivedMicros, elapsedMicros);
    }
}
