package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.Template;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * One {@code SetEnvIf}, {@code SetEnvIfExpr} or {@code BrowserMatch}: sets variables if a test of the request succeeds.
 *
 * @param place       position of the directive
 * @param test        the test
 * @param assignments the variables to set or remove, in this order
 */
public record EnvironmentCondition(Place place, Test test, List<Assignment> assignments) {

    public EnvironmentCondition {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(test, "test");
        assignments = List.copyOf(assignments);
    }

    /** A test of a request. */
    @FunctionalInterface
    public interface Test {
        /** The groups of the regular expression that matched; null if the test fails. */
        Groups find(RequestContext context) throws Pcre.TooMuchWork;
    }

    /**
     * The text of a successful test.
     *
     * @param match   null if no regular expression was used: then all groups are empty
     * @param subject the text in which {@code match} was found
     */
    public record Groups(Matcher match, String subject) { }

    /** {@code SetEnvIf}: whether a regular expression is found in an attribute of the request. */
    public record AttributeTest(RequestAttribute attribute, Pcre pattern) implements Test {
        @Override
        public Groups find(RequestContext context) throws Pcre.TooMuchWork {
            String value = attribute.of(context.request(), context.environment());
            Matcher match = pattern.find(value);
            return match == null ? null : new Groups(match, value);
        }
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
         * @param word       a byte string
         * @param references whether {@code $0} to {@code $9} are back-references and not literal text
         */
        public static Assignment read(String word, boolean references) {
            int equals = word.indexOf('=');
            String value = equals < 0 ? "" : word.substring(equals + 1);
            String name = equals < 0 ? word : word.substring(0, equals);
            if (value.startsWith("!")) return new Assignment(name, Optional.empty());
            if (value.isEmpty() && name.startsWith("!")) return new Assignment(name.substring(1), Optional.empty());
            String given = value.isEmpty() ? "1" : value;
            return new Assignment(name, Optional.of(references ? Template.ofText(given) : Template.literal(given)));
        }
    }

    /** Sets or removes the variables of the environment of {@code context}, if the test succeeds. */
    public void apply(RequestContext context) {
        try {
            Groups groups = test.find(context);
            if (groups != null) assign(groups, context.environment());
        } catch (Pcre.TooMuchWork e) {
            context.environment().uncertain();     // treated as no match; access that depends on variables is denied
        }
    }

    private void assign(Groups groups, Environment environment) {
        for (Assignment assignment : assignments) {
            if (assignment.value().isEmpty()) {
                environment.unset(assignment.name());
            } else {
                StringBuilder text = new StringBuilder();
                assignment.value().get().write(groups.match(), (start, end, out) -> out.append(groups.subject(), start, end), text);
                environment.set(assignment.name(), text.toString());
            }
        }
    }

    /** As in httpd, a pattern without special characters has no groups: {@code $0} to {@code $9} are then literal text. */
    public static boolean hasGroups(Pcre pattern) {
        return !isPlain(pattern.text());
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
