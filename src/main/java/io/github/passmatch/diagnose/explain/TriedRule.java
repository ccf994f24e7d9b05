package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.match.Rule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One rule that was tried on a request.
 *
 * @param rule     the rule
 * @param section  the header of the section it stands in, if it was tried as that section's own
 * @param matches  whether it took the request
 * @param why      what was found, in one sentence
 * @param captures of a regular expression that was found: the whole match, then the groups; empty text for those that took no part
 */
public record TriedRule(Rule rule, Optional<String> section, boolean matches, String why, List<String> captures) {

    public TriedRule {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(why, "why");
        captures = List.copyOf(captures);
    }
}
