package io.github.passmatch.rules;

import java.util.Objects;

/**
 * One {@code SetEnv} or {@code PassEnv}: a variable that is set for every request.
 *
 * @param place where it stands
 * @param name  case is kept, but does not count
 * @param value a byte string; empty where the directive gives none
 */
public record SetEnv(Place place, String name, String value) implements EnvironmentRule {

    public SetEnv {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public void apply(RequestFacts request, Environment environment) {
        environment.set(name, value);
    }
}
