package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code RewriteRule} with its conditions.
 *
 * @param place        position of the directive
 * @param line         the directive with its arguments, for messages
 * @param pattern      the regular expression
 * @param negated      {@code !}
 * @param substitution empty: {@code -}
 * @param flags        the flags
 * @param conditions   the {@code RewriteCond} lines before the rule
 * @param proxy        for {@code [P]}: the rule whose connections are used
 */
public record RewriteRule(Place place, String line, Pcre pattern, boolean negated, Optional<RewriteText> substitution, RewriteFlags flags, List<RewriteCondition> conditions,
                          Optional<Rule> proxy) {

    public RewriteRule {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(substitution, "substitution");
        Objects.requireNonNull(flags, "flags");
        conditions = List.copyOf(conditions);
    }

    String literalStart() {
        return negated ? "" : pattern.literalStart();
    }

    /** The conditions, each false one with [OR] giving the next one a chance. */
    boolean conditionsHold(RewriteRun run) throws Pcre.TooMuchWork {
        for (int i = 0; i < conditions.size(); i++) {
            RewriteCondition condition = conditions.get(i);
            boolean holds = condition.holds(run);
            if (condition.orNext()) {
                if (holds) while (i < conditions.size() && conditions.get(i).orNext()) i++;
            } else if (!holds) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return line;
    }
}
