package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Objects;

/**
 * An {@code <If>}, {@code <ElseIf>} or {@code <Else>}: settings for the requests that satisfy a condition. As in httpd, these sections are merged after all others.
 *
 * @param name      the opening line
 * @param place     position of the opening line
 * @param condition for {@code <ElseIf>} and {@code <Else>}: also that no earlier condition of the same row of sections is true
 * @param scope     the directives of the section
 */
public record ConditionalScope(String name, Place place, Condition condition, Scope scope) {

    public ConditionalScope {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(scope, "scope");
    }

    /**
     * The merged settings of the sections whose conditions are true, and of the sections in them.
     *
     * @throws Pcre.TooMuchWork if a condition cannot be decided; a section may restrict access, so it is not skipped
     */
    static Scope merged(List<ConditionalScope> sections, RequestContext context, Trace trace) throws Pcre.TooMuchWork {
        Scope merged = Scope.EMPTY;
        for (ConditionalScope section : sections) {
            boolean holds = section.condition.holds(new Evaluation(context));
            if (trace.listens()) trace.step(section.place, section.name + (holds ? " applies" : " does not apply"));
            if (holds) merged = merged.with(section.scope).with(merged(section.scope.conditionals(), context, trace));
        }
        return merged;
    }
}
