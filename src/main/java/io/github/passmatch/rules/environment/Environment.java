package io.github.passmatch.rules.environment;

import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of one request: the variables that {@code SetEnv}, {@code SetEnvIf} and their kin have set for it. Names ignore
 * case, as in httpd. Belongs to one request and its thread.
 */
public final class Environment {

    private Map<String, String> values = Map.of();      // replaced at the first variable: most requests have none

    /** The value, or null if the variable is not set. */
    public String get(String name) {
        return values.get(name);
    }

    /** Whether {@code name} is set, to whatever value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether {@code variable} is set, to whatever value. */
    public boolean has(ProxyVariable variable) {
        return values.containsKey(variable.httpdName());
    }

    /** Sets {@code name}; replaces what was there. */
    public void set(String name, String value) {
        if (values.isEmpty()) values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.put(name, value);
    }

    /** Takes {@code name} out. */
    public void unset(String name) {
        if (!values.isEmpty()) values.remove(name);
    }
}
