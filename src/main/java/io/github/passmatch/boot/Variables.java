package io.github.passmatch.boot;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.springframework.core.env.Environment;

/** Finds the values for {@code ${NAME}} in directives among the properties of the application, to which the environment of the process belongs. */
final class Variables extends AbstractMap<String, String> {

    private final Environment environment;

    Variables(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String get(Object name) {
        return name instanceof String text && !text.isEmpty() ? environment.getProperty(text) : null;
    }

    /** Not known: properties are only looked up. */
    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return Set.of();
    }
}
