package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.server.ConditionalScope;

/**
 * Collects the directives of an {@code <If>}, {@code <ElseIf>} or {@code <Else>}.
 *
 * @param name      the opening line
 * @param place     position of the opening line
 * @param condition for {@code <ElseIf>} and {@code <Else>}: also that no earlier condition of the same row of sections is true
 * @param scope     the directives of the section
 */
public record ConditionalDraft(String name, Place place, Condition condition, ScopeDraft scope) {

    ConditionalScope build() {
        return new ConditionalScope(name, place, condition, scope.build());
    }
}
