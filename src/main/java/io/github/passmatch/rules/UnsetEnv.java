package io.github.passmatch.rules;

import java.util.Objects;

/** One name of an {@code UnsetEnv}: takes back what a {@code SetEnv} before it, or further out, has set. */
public record UnsetEnv(Place place, String name) implements EnvironmentRule {

    public UnsetEnv {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public void apply(RequestFacts request, Environment environment) {
        environment.unset(name);
    }
}
