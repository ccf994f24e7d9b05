package io.github.passmatch.config.health;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.health.HealthMethod;
import java.util.Optional;
import java.util.stream.Stream;

/** Reports parameters of a health check that have no effect. */
public final class HealthReview {

    private HealthReview() { }

    /** @param draft the check of one member */
    public static void of(HealthDraft draft, Problems problems) {
        if (draft.method.isEmpty()) {
            warn(draft.place, "nothing is checked without hcmethod", "add hcmethod=GET", problems);
            return;
        }
        HealthMethod method = draft.method.get();
        if (!method.asks()) warn(draft.expressionPlace, "hcexpr and hcdrain have no effect with hcmethod=TCP: there is no response", "write hcmethod=GET and hcuri", problems);
        else if (!method.readsBody() && Stream.of(draft.expression, draft.drain).flatMap(Optional::stream).anyMatch(rule -> rule.text().contains("hc(")))
            warn(draft.expressionPlace, "with hcmethod=" + method + ", hc('body') is always empty", "write hcmethod=GET", problems);
        if (!method.asks() || method.verb().equals("OPTIONS")) warn(draft.uriPlace, "hcuri has no effect with hcmethod=" + method, "write hcmethod=GET", problems);
    }

    private static void warn(Optional<Place> place, String message, String cure, Problems problems) {
        place.ifPresent(where -> problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, where, message, cure));
    }
}
