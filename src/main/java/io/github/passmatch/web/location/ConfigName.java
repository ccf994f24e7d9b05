package io.github.passmatch.web.location;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Is a setting outside the webapp by which an operator may name a configuration file.
 *
 * @param words      the setting, for messages
 * @param file       the configuration file, if the setting is set
 * @param allWebapps whether the setting is valid for every webapp of the process
 */
record ConfigName(String words, Optional<String> file, boolean allWebapps) {

    /** The context parameter and the system property. Followed by a dot and the {@link #suffix} of a webapp: the system property for this webapp only. */
    static final String PROPERTY = "passmatch.config";
    /** The environment variable. Followed by {@code _} and the {@link #suffix} in capitals: the variable for one webapp only. */
    static final String VARIABLE = "PASSMATCH_CONFIG";
    private static final String ROOT = "ROOT";

    /** All settings by priority; the first that is set is used. Settings for one webapp have priority over settings for all webapps. */
    static List<ConfigName> all(ServletContext context, UnaryOperator<String> environment) {
        String suffix = suffix(context.getContextPath());
        List<ConfigName> names = new ArrayList<>();
        names.add(property(PROPERTY + "." + suffix, false));
        names.add(variable(VARIABLE + "_" + variableSuffix(suffix), false, environment));
        names.add(new ConfigName("the context parameter " + PROPERTY, value(context.getInitParameter(PROPERTY)), false));
        names.add(property(PROPERTY, true));
        names.add(variable(VARIABLE, true, environment));
        return names;
    }

    private static ConfigName property(String name, boolean allWebapps) {
        return new ConfigName("the system property " + name, value(System.getProperty(name)), allWebapps);
    }

    private static ConfigName variable(String name, boolean allWebapps, UnaryOperator<String> environment) {
        return new ConfigName("the environment variable " + name, value(environment.apply(name)), allWebapps);
    }

    private static Optional<String> value(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(file -> !file.isEmpty());
    }

    /** {@code shop} for the webapp at {@code /shop}, {@code a.b} for {@code /a/b}, {@code ROOT} for the root. */
    private static String suffix(String contextPath) {
        return contextPath.isEmpty() ? ROOT : contextPath.substring(1).replace('/', '.');
    }

    private static String variableSuffix(String suffix) {
        return suffix.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
