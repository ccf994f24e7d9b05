package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.RewriteBlock;
import io.github.passmatch.rules.rewrite.RewriteCondition;
import io.github.passmatch.rules.rewrite.RewriteFlags;
import io.github.passmatch.rules.rewrite.RewriteRule;
import io.github.passmatch.rules.rewrite.RewriteRules;
import io.github.passmatch.rules.rewrite.RewriteText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the rewrite directives of a server or of one section. */
public final class RewriteDraft {

    public Optional<Boolean> engine = Optional.empty();
    public final Set<RewriteBlock.Option> options = EnumSet.noneOf(RewriteBlock.Option.class);
    /** {@code RewriteBase} with a slash at the end. */
    public Optional<String> base = Optional.empty();
    /** The conditions for the next rule. */
    public final List<RewriteCondition> conditions = new ArrayList<>();
    public final List<Line> rules = new ArrayList<>();

    /** One {@code RewriteRule}; {@code proxy} is the draft of the rule with the connections of [P]. */
    public record Line(Place place, String text, Pcre pattern, boolean negated, Optional<RewriteText> substitution, RewriteFlags flags, List<RewriteCondition> conditions, Optional<RuleDraft> proxy) { }

    /** Builds the block; {@code built} has the rules of [P]. */
    public RewriteBlock build(String directory, Map<RuleDraft, Rule> built) {
        List<RewriteRule> all = rules.stream().map(line -> new RewriteRule(line.place(), line.text(), line.pattern(), line.negated(), line.substitution(), line.flags(), line.conditions(), line.proxy().map(built::get))).toList();
        return new RewriteBlock(engine, options, directory, base, new RewriteRules(all));
    }
}
