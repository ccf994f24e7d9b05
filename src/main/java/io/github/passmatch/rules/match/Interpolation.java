package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${VAR}} in the path and URL of a rule with {@code interpolate}, for each request. */
public final class Interpolation {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private Interpolation() { }

    /** {@code text} with the values of {@code environment}; a variable that is not set is empty text. */
    public static String expand(String text, Environment environment) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = environment.get(found.group(1));
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    /** The rule with the variables replaced for one request. */
    static Rule of(Rule rule, Environment environment) throws BadTarget {
        PathPattern pattern = rule.pattern() instanceof PathPrefix prefix ? new PathPrefix(expand(prefix.path(), environment)) : rule.pattern();
        if (rule.excludes()) return new Rule(rule.number(), rule.place(), rule.directive(), pattern, rule.destination(), false);
        Destination to = rule.destination().get();
        String url = expand(Bytes.of(to.target().text()), environment);
        Target target = pattern instanceof PathRegex ? Target.withReferences(url) : Target.literal(url);
        return new Rule(rule.number(), rule.place(), rule.directive(), pattern, Optional.of(to.with(target)), false);
    }
}
