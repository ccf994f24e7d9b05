package io.github.passmatch.rules;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * One {@code SetEnvIf}, {@code SetEnvIfNoCase}, {@code BrowserMatch} or {@code BrowserMatchNoCase}: variables that are set, or taken
 * out, where something about the request matches. A search that needs too much work does not match.
 *
 * @param place       where it stands
 * @param attribute   what is looked at
 * @param pattern     what it is compared with
 * @param assignments what is done then, in order
 */
public record SetEnvIf(Place place, RequestAttribute attribute, Pcre pattern, List<Assignment> assignments) implements EnvironmentRule {

    /**
     * One variable.
     *
     * @param name  of the variable
     * @param value with {@code $0} to {@code $9} for what the pattern captured; empty: the variable is taken out
     */
    public record Assignment(String name, Optional<Template> value) { }

    public SetEnvIf {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(pattern, "pattern");
        assignments = List.copyOf(assignments);
    }

    @Override
    public void apply(RequestFacts request, Environment environment) {
        String subject = attribute.of(request, environment);
        Matcher match = search(subject);
        if (match == null) return;
        for (Assignment assignment : assignments) {
            if (assignment.value().isPresent()) environment.set(assignment.name(), "");
            else environment.unset(assignment.name());
        }
    }

    private Matcher search(String subject) {
        try {
            return pattern.find(subject);
        } catch (TooMuchWork e) {
            return null;
        }
    }
}
