package io.github.passmatch.config.text;

import java.util.HashMap;
import java.util.Map;

/** Holds the values for {@code ${NAME}}: from {@code Define}, else from the environment. */
public final class Variables {

    private final Map<String, String> defined = new HashMap<>();
    private final Map<String, String> environment;

    public Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The environment of the process. */
    public Map<String, String> environment() {
        return environment;
    }

    public void define(String name, String value) {
        defined.put(name, value);
    }

    public void undefine(String name) {
        defined.remove(name);
    }

    /** Whether {@code Define} has set the variable, for {@code <IfDefine>}. */
    public boolean isDefined(String name) {
        return defined.containsKey(name);
    }

    /** The value, or null. */
    String get(String name) {
        String value = defined.get(name);
        return value != null ? value : environment.get(name);
    }
}
