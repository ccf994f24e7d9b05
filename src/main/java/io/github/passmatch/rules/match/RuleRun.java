package io.github.passmatch.rules.match;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.regex.StartIndex;
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive rules with the same view of the path. The first match is the same as if the rules were tried one by one,
 * but with many rules, an index over their literal starts limits how many are tried.
 */
final class RuleRun {

    private final List<Rule> rules;
    private final boolean servlet;
    private final StartIndex index;         // null if there are only a few rules

    RuleRun(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.servlet = rules.get(0).view() == Destination.View.SERVLET;
        this.index = StartIndex.ofMany(rules, RuleRun::start);
    }

    /** Splits {@code rules} where the view changes. */
    static List<RuleRun> of(List<Rule> rules) {
        List<RuleRun> runs = new ArrayList<>();
        for (int start = 0, end = 0; start < rules.size(); start = end) {
            while (end < rules.size() && rules.get(end).view() == rules.get(start).view()) end++;
            runs.add(new RuleRun(rules.subList(start, end)));
        }
        return runs;
    }

    /** A rule with variables is always tried, because an invalid URL after interpolation rejects the request even if the path does not match. */
    private static String start(Rule rule) {
        return rule.interpolate() ? "" : rule.pattern().literalStart();
    }

    /** The first match, or {@link RuleSet#NONE}. If a trace listens, every rule is tried, because the trace reports all of them. */
    Match first(RequestPath path, Environment variables, RuleTrace trace) {
        if (index == null || trace.listens()) return firstOfAll(path, variables, trace);
        try {
            String text = RuleSet.view(rules.get(0), path).text();
            boolean parametersCount = !servlet || text.indexOf(';') < 0;
            return parametersCount ? firstOfFound(index.find(text), path, variables) : firstOfAll(path, variables, trace);
        } catch (BadPath e) {
            return firstOfAll(path, variables, trace);      // rejects the request and reports the rule
        }
    }

    /** Tries one rule after the other; the result is the same as that of {@link #first}. */
    Match firstOfAll(RequestPath path, Environment variables, RuleTrace trace) {
        for (Rule rule : rules) {
            Match match = RuleSet.match(rule, path, variables, trace);
            if (match != RuleSet.NONE) return match;
        }
        return RuleSet.NONE;
    }

    private Match firstOfFound(StartIndex.Found found, RequestPath path, Environment variables) {
        for (int i = found.next(); i >= 0; i = found.next()) {
            Match match = RuleSet.match(rules.get(i), path, variables, RuleTrace.NONE);
            if (match != RuleSet.NONE) return match;
        }
        return RuleSet.NONE;
    }
}
