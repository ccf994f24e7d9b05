package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.Template;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * One {@code SetEnvIf} or {@code BrowserMatch}: sets variables if a regular expression matches an attribute of the request.
 *
 * @param place       position of the directive
 * @param attribute   the attribute of the request
 * @param pattern     the regular expression
 * @param assignments the variables to set or remove, in this order
 */
public record EnvironmentCondition(Place place, RequestAttribute attribute, Pcre pattern, List<Assignment> assignments) {

    public EnvironmentCondition {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(pattern, "pattern");
        assignments = List.copyOf(assignments);
    }

    /**
     * One variable.
     *
     * @param name  name of the variable
     * @param value with back-references; empty: the variable is removed
     */
    public record Assignment(String name, Optional<Template> value) {

        /**
         * Reads {@code name}, {@code !name} or {@code name=value}.
         *
         * @param word    a byte string
         * @param pattern the expression to which {@code $0} to {@code $9} refer. As in httpd, a pattern without special characters has no
         *                captures, and {@code $0} to {@code $9} are then literal text
         */
        public static Assignment read(String word, Pcre pattern) {
            int equals = word.indexOf('=');
            String value = equals < 0 ? "" : word.substring(equals + 1);
            String name = equals < 0 ? word : word.substring(0, equals);
            if (value.startsWith("!")) return new Assignment(name, Optional.empty());
            if (value.isEmpty() && name.startsWith("!")) return new Assignment(name.substring(1), Optional.empty());
            String given = value.isEmpty() ? "1" : value;
            return new Assignment(name, Optional.of(isPlain(pattern.text()) ? Template.literal(given) : Template.ofText(given)));
        }
    }

    /** Sets or removes the variables, if the pattern is found in the attribute of {@code request}. */
    public void apply(RequestFacts request, Environment environment) {
        String value = attribute.of(request, environment);
        try {
            Matcher match = pattern.find(value);
            if (match != null) assign(match, value, environment);
        } catch (Pcre.TooMuchWork e) {
            return;     // treated as no match
        }
    }

    private void assign(Matcher match, String subject, Environment environment) {
        for (Assignment assignment : assignments) {
            if (assignment.value().isEmpty()) {
                environment.unset(assignment.name());
            } else {
                StringBuilder text = new StringBuilder();
                assignment.value().get().write(match, (start, end, out) -> out.append(subject, start, end), text);
                environment.set(assignment.name(), text.toString());
            }
        }
    }

    /** Whether {@code pattern} contains no special characters except escaped ones. */
    private static boolean isPlain(String pattern) {
        boolean escaped = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') escaped = !escaped;
            else if ("^.$|()[]*+?{}".indexOf(c) >= 0 != escaped) return false;
            else escaped = false;
        }
        return true;
    }
}
