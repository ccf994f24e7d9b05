package io.github.passmatch.config;

import io.github.passmatch.config.problem.Hints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds environment variables and system properties which are probably misspelt names of the configuration file. Only similar names count: a configuration may
 * use others as <code>${NAME}</code>, and Kubernetes sets {@code PASSMATCH_PORT} and similar variables for a service with this name.
 */
public final class MisspeltNames {

    private static final String VARIABLE = "PASSMATCH_CONFIG";
    private static final String PROPERTY = "passmatch.config";
    private static final int MOST_SLIPS = 3;

    private MisspeltNames() { }

    /** One sentence for each name of this process which is probably misspelt. */
    public static List<String> ofProcess() {
        return warnings(System.getenv().keySet(), System.getProperties().stringPropertyNames());
    }

    static List<String> warnings(Collection<String> variables, Collection<String> properties) {
        List<String> warnings = new ArrayList<>();
        for (String name : variables) if (isSlip(name, VARIABLE, "_")) warnings.add(warning("environment variable " + name, VARIABLE));
        for (String name : properties) if (isSlip(name, PROPERTY, ".")) warnings.add(warning("system property " + name, PROPERTY));
        return warnings;
    }

    /** A known name with a suffix is valid: it applies to one web application. */
    private static boolean isSlip(String name, String known, String separator) {
        return !name.equals(known) && !name.startsWith(known + separator) && Hints.isNear(name, known, MOST_SLIPS);
    }

    private static String warning(String what, String known) {
        return "the " + what + " is not used; did you mean " + known + "?";
    }
}
