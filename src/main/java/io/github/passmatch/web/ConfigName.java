package io.github.passmatch.web;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A place outside the webapp where an operator may name a configuration file.
 *
 * @param words     what it is, for messages
 * @param file      what it names, if it is set
 * @param everybody whether it counts for every webapp of the process
 */
record ConfigName(String words, Optional<String> file, boolean everybody) {

    /** The context parameter and the system property; followed by a point and the {@link #suffix} of a webapp, the system property for that one alone. */
    static final String PROPERTY = "passmatch.config";
    /** The environment variable; followed by {@code _} and the {@link #suffix} in capitals, for one webapp alone. */
    static final String VARIABLE = "PASSMATCH_CONFIG";
    private static final String ROOT = "ROOT";

    /** All such places, the first that is set counts. What names one webapp goes before what names all. */
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

    private static ConfigName property(String name, boolean everybody) {
        return new ConfigName("the system property " + name, value(System.getProperty(name)), everybody);
    }

    private static ConfigName variable(String name, boolean everybody, UnaryOperator<String> environment) {
        return new ConfigName("the environment variable " + name, value(environment.apply(name)), everybody);
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
