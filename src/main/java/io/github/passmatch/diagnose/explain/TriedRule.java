package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.match.Rule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says for one rule whether and why it matched a request.
 *
 * @param rule     the rule
 * @param section  the header of the section that contains the rule, if the rule was tried as part of a section
 * @param matches  whether the rule matched
 * @param why      the reason in one sentence
 * @param captures of a regular expression that matched: the whole match, then the groups; empty text for groups that did not participate
 */
public record TriedRule(Rule rule, Optional<String> section, boolean matches, String why, List<String> captures) {

    public TriedRule {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(why, "why");
        captures = List.copyOf(captures);
    }
}
