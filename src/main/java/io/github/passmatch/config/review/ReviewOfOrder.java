package io.github.passmatch.config.review;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.ServerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds rules for which earlier rules leave no path or only some paths. Reports only certain results. */
final class ReviewOfOrder {

    /** Files with more rules are generated, and comparing all pairs of rules takes too long. */
    private static final int COMPARED_RULES = 300;

    private final Problems problems;
    /** Rules that virtual hosts inherit are reviewed only once. */
    private final Set<Rule> seen = new HashSet<>();
    private final IdentityHashMap<Rule, RuleCoverage> coverages = new IdentityHashMap<>();

    ReviewOfOrder(Problems problems) {
        this.problems = problems;
    }

    void review(ServerConfig server) {
        List<RuleCoverage> rules = coverages(server.rules().rules());
        List<RuleCoverage> ofSections = coverages(server.locations().stream().flatMap(section -> section.rule().stream()).toList());
        Map<String, List<RuleCoverage>> byStart = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            RuleCoverage late = rules.get(i);
            if (seen.add(late.rule) && !isCovered(late, byStart, ofSections) && i < COMPARED_RULES) partlyShadowed(late, rules.subList(0, i));
            byStart.computeIfAbsent(late.start(), start -> new ArrayList<>()).add(late);
        }
        sections(server.locations().stream().filter(section -> section.rule().isPresent()).toList());
    }

    private List<RuleCoverage> coverages(List<Rule> rules) {
        return rules.stream().map(this::coverage).toList();
    }

    private RuleCoverage coverage(Rule rule) {
        return coverages.computeIfAbsent(rule, RuleCoverage::new);
    }

    private boolean isCovered(RuleCoverage late, Map<String, List<RuleCoverage>> earlierByStart, List<RuleCoverage> ofSections) {
        Optional<RuleCoverage> early = late.startsOfPossibleCovers().stream().flatMap(start -> earlierByStart.getOrDefault(start, List.of()).stream())
                .filter(one -> one.covers(late)).min(Comparator.comparingInt(one -> one.rule.number()));
        Optional<RuleCoverage> inSection = ofSections.stream().filter(one -> one.covers(late)).findFirst();
        if (early.isPresent()) shadowed(late.rule, early.get().rule, early.get().covers(late) && late.covers(early.get()) ? "two rules for the same paths: remove one of them" : "put this rule before that rule");
        else if (inSection.isPresent()) shadowed(late.rule, inSection.get().rule, "the rules of sections are tried before all others");
        return early.isPresent() || inSection.isPresent();
    }

    private void partlyShadowed(RuleCoverage late, List<RuleCoverage> earlier) {
        for (RuleCoverage early : earlier) if (!early.rule.excludes() && !late.covers(early)) early.commonPath(late).ifPresent(path -> partlyShadowed(early.rule, late.rule, path));
    }

    private void shadowed(Rule late, Rule early, String cure) {
        problems.warn(Finding.SHADOWED_RULE, late.place(), "rule " + late.number() + " can never match: rule " + early.number() + " (" + early.place().fileAndLine()
                + ", " + early.pattern().text() + ") already matches everything that it would", cure);
    }

    private void partlyShadowed(Rule early, Rule late, String path) {
        problems.note(Finding.PARTLY_SHADOWED_RULE, late.place(), "rule " + early.number() + " (" + early.place().fileAndLine() + ", " + early.pattern().text()
                + ") matches some paths of this rule, such as " + path, "put this rule first if it is the more specific one");
    }

    /** The ProxyPass of a later section replaces the ProxyPass of an earlier one, for paths that match both sections. */
    private void sections(List<Section> withRule) {
        for (int i = 0; i < withRule.size(); i++) {
            Rule special = withRule.get(i).rule().get();
            Optional<Section> later = withRule.subList(i + 1, withRule.size()).stream().filter(section -> coverage(section.rule().get()).covers(coverage(special))).findFirst();
            if (later.isPresent() && seen.add(special))
                problems.warn(Finding.OVERRIDDEN_LOCATION, special.place(), "this rule can never match: " + later.get().name() + " (" + later.get().place().fileAndLine()
                        + ") comes after this section and replaces the ProxyPass", "put the more specific section after the more general one");
        }
    }
}
