package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One {@code SetEnv}, {@code PassEnv} or {@code UnsetEnv}: the same for every request of the scope. Settings of outer scopes are
 * applied before those of inner scopes. A variable set by a condition is not changed by a setting.
 */
public sealed interface EnvironmentSetting {

    /** The position of the directive. */
    Place place();

    /** The name of the variable; case is preserved. */
    String name();

    /** {@code SetEnv} or {@code PassEnv}. */
    record Set(Place place, String name, String value) implements EnvironmentSetting {
        public Set {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /** {@code UnsetEnv}: cancels earlier {@code SetEnv}s, but does not remove a variable set by a condition. */
    record Unset(Place place, String name) implements EnvironmentSetting {
        public Unset {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(name, "name");
        }
    }

    /** The resulting {@code SetEnv}s by variable name in lower case, after all settings are applied in order. */
    static Map<String, Set> merge(List<? extends EnvironmentSetting> settings) {
        Map<String, Set> merged = new LinkedHashMap<>();
        for (EnvironmentSetting setting : settings) {
            String key = setting.name().toLowerCase(Locale.ROOT);
            if (setting instanceof Set set) merged.put(key, set);
            else merged.remove(key);
        }
        return merged;
    }

    /** Sets the variables of {@code settings} that are not yet set in {@code environment}. */
    static void apply(List<? extends EnvironmentSetting> settings, Environment environment) {
        for (Set set : merge(settings).values()) if (!environment.has(set.name())) environment.set(set.name(), set.value());
    }
}
