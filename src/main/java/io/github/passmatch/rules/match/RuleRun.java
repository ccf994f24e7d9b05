package io.github.passmatch.rules.match;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.regex.StartIndex;
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules that follow one another and look at the same view of the path. The first match is found as if one after the other were tried,
 * but of many rules only those are that can match by the literal text they begin with.
 */
final class RuleRun {

    private final List<Rule> rules;
    private final boolean servlet;
    private final StartIndex index;         // null if the rules are few

    RuleRun(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.servlet = rules.get(0).view() == Destination.View.SERVLET;
        this.index = StartIndex.ofMany(rules, RuleRun::start);
    }

    /** Parts {@code rules} where the view changes. */
    static List<RuleRun> of(List<Rule> rules) {
        List<RuleRun> runs = new ArrayList<>();
        for (int start = 0, end = 0; start < rules.size(); start = end) {
            while (end < rules.size() && rules.get(end).view() == rules.get(start).view()) end++;
            runs.add(new RuleRun(rules.subList(start, end)));
        }
        return runs;
    }

    /** A rule with variables may refuse a path that it does not match, for its URL's sake, so it is always tried. */
    private static String start(Rule rule) {
        return rule.interpolate() ? "" : rule.pattern().literalStart();
    }

    /** The first match, or {@link RuleSet#NONE}. A trace is told of every rule, so none is left out then. */
    Match first(RequestPath path, Environment variables, RuleTrace trace) {
        if (index == null || trace.listens()) return firstOfAll(path, variables, trace);
        try {
            String text = RuleSet.view(rules.get(0), path).text();
            boolean parametersCount = !servlet || text.indexOf(';') < 0;
            return parametersCount ? firstOfFound(index.find(text), path, variables) : firstOfAll(path, variables, trace);
        } catch (BadPath e) {
            return firstOfAll(path, variables, trace);      // which refuses it, and knows in whose name
        }
    }

    /** The search that {@link #first} is equal to: one rule after the other. */
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
