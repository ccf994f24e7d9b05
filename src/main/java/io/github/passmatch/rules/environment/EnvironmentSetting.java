package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One {@code SetEnv}, {@code PassEnv} or {@code UnsetEnv}: the same for every request of its scope. Settings of outer scopes stand
 * before those of inner ones; what a condition has set for the request is stronger than all of them.
 */
public sealed interface EnvironmentSetting {

    /** Where it stands. */
    Place place();

    /** Of the variable, case kept. */
    String name();

    /** {@code SetEnv} or {@code PassEnv}. */
    record Set(Place place, String name, String value) implements EnvironmentSetting {
        public Set {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /** {@code UnsetEnv}: takes earlier {@code SetEnv}s back, but nothing that a condition has set. */
    record Unset(Place place, String name) implements EnvironmentSetting {
        public Unset {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(name, "name");
        }
    }

    /** What is set when all have been taken in their order, by names in lower case. */
    static Map<String, Set> merge(List<? extends EnvironmentSetting> settings) {
        Map<String, Set> merged = new LinkedHashMap<>();
        for (EnvironmentSetting setting : settings) {
            String key = setting.name().toLowerCase(Locale.ROOT);
            if (setting instanceof Set set) merged.put(key, set);
            else merged.remove(key);
        }
        return merged;
    }

    /** Puts into {@code environment} what {@code settings} set and is not there yet. */
    static void apply(List<? extends EnvironmentSetting> settings, Environment environment) {
        for (Set set : merge(settings).values()) if (!environment.has(set.name())) environment.set(set.name(), set.value());
    }
}
