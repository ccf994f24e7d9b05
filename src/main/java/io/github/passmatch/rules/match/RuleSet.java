package io.github.passmatch.rules.match;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.BadPath;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import io.github.passmatch.rules.target.Template;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.List;
import java.util.regex.Matcher;

/** The rules in the order in which they are tried: rules with {@code mapping=} first, then in the order of the file. The first match wins. */
public final class RuleSet {

    public static final Match NONE = new Match.None();

    private final List<Rule> rules;
    private final List<RuleRun> early;
    private final List<RuleRun> ordinary;

    /** @param rules in the order of the file */
    public RuleSet(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.early = RuleRun.of(this.rules.stream().filter(RuleSet::isEarly).toList());
        this.ordinary = RuleRun.of(this.rules.stream().filter(rule -> !isEarly(rule)).toList());
    }

    /** In the order of the file. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * Finds the rule for {@code path} and computes the target. A pure function of its arguments.
     *
     * @param variables for rules with {@code interpolate}; null if {@code ProxyPassInterpolateEnv} is off
     */
    public Match match(RequestPath path, Environment variables) {
        return match(path, variables, RuleTrace.NONE);
    }

    public Match match(RequestPath path, Environment variables, RuleTrace trace) {
        Match match = early(path, variables, trace);
        return match == NONE ? ordinary(path, variables, trace) : match;
    }

    /** The first match of the rules with {@code mapping=}. */
    public Match early(RequestPath path, Environment variables, RuleTrace trace) {
        return first(early, path, variables, trace);
    }

    /** The first match of all other rules. */
    public Match ordinary(RequestPath path, Environment variables, RuleTrace trace) {
        return first(ordinary, path, variables, trace);
    }

    private static Match first(List<RuleRun> runs, RequestPath path, Environment variables, RuleTrace trace) {
        for (RuleRun run : runs) {
            Match match = run.first(path, variables, trace);
            if (match != NONE) return match;
        }
        return NONE;
    }

    /** Matches one rule against {@code path}. */
    public static Match match(Rule rule, RequestPath path, Environment variables, RuleTrace trace) {
        Match match = attempt(rule, path, variables, trace);
        trace.tried(rule, match);
        return match;
    }

    private static Match attempt(Rule rule, RequestPath path, Environment variables, RuleTrace trace) {
        try {
            Rule expanded = variables != null && rule.interpolate() ? Interpolation.of(rule, variables) : rule;
            Match match = apply(expanded, path, trace);
            if (match instanceof Match.Forwarded to && !expanded.destination().orElseThrow().knows(to.target())) return Match.Refused.unknownBalancer(rule, to.target());
            return match == NONE || isEarly(rule) ? match : refuseForbiddenSlash(match, rule, path);
        } catch (BadPath e) {
            return new Match.Refused(e.reason(), rule, e.getMessage());
        } catch (BadTarget e) {
            return new Match.Refused(OwnAnswer.VARIABLES_IN_URL, rule, "the URL is not valid after its variables are replaced: " + e.getMessage());
        }
    }

    /** Whether the rule is tried before the rules without {@code mapping=}. */
    public static boolean isEarly(Rule rule) {
        return rule.view() != Destination.View.DECODED;
    }

    private static Match refuseForbiddenSlash(Match match, Rule rule, RequestPath path) {
        return match instanceof Match.Forwarded && path.hasForbiddenSlash()
                ? new Match.Refused(OwnAnswer.ENCODED_SLASH, rule, "the path contains %2F and AllowEncodedSlashes is Off") : match;
    }

    private static Match apply(Rule rule, RequestPath path, RuleTrace trace) throws BadPath {
        try {
            return rule.pattern() instanceof PathPrefix prefix ? applyPrefix(rule, prefix, path, trace) : applyRegex(rule, (PathRegex) rule.pattern(), path, trace);
        } catch (Pcre.TooMuchWork e) {
            return new Match.Refused(OwnAnswer.REGEX_STEPS, rule, e.getMessage());
        }
    }

    /** The view of the path for {@code rule}. */
    static PathText view(Rule rule, RequestPath path) throws BadPath {
        return switch (rule.view()) {
            case DECODED -> path.decoded();
            case ENCODED -> path.encoded();
            case SERVLET -> path.servlet();
        };
    }

    private static Match applyPrefix(Rule rule, PathPrefix prefix, RequestPath path, RuleTrace trace) throws BadPath {
        PathText view = view(rule, path);
        boolean servlet = rule.view() == Destination.View.SERVLET;
        int end = servlet ? prefix.endInIgnoringParameters(view.text()) : prefix.compare(view.text());
        trace.compared(view.text(), end);
        if (end < 0) return NONE;
        if (rule.excludes()) return new Match.Excluded(rule);
        Destination to = rule.destination().get();
        if (to.nocanon() && prefix.endIn(path.rawPath()) == end) {
            return new Match.Forwarded(rule, to.target().append(path.rawPath().substring(end), path.rawQuery()));
        }
        StringBuilder rest = new StringBuilder(view.text().length());
        view.write(end, view.text().length(), rest);
        return new Match.Forwarded(rule, to.target().append(rest.toString(), path.rawQuery()));
    }

    private static Match applyRegex(Rule rule, PathRegex regex, RequestPath path, RuleTrace trace) throws BadPath, Pcre.TooMuchWork {
        PathText view = view(rule, path);
        Matcher match = regex.find(view.text());
        trace.searched(view.text(), match);
        if (match == null) return NONE;
        if (rule.excludes()) return new Match.Excluded(rule);
        Destination to = rule.destination().get();
        if (to.nocanon()) {
            String raw = path.rawQuery() == null ? path.rawPath() : path.rawPath() + "?" + path.rawQuery();
            Matcher rawMatch = regex.find(raw);
            if (rawMatch != null) return new Match.Forwarded(rule, substituteRaw(to.target(), rawMatch, raw));
        }
        if (!to.target().hasReferences()) {
            StringBuilder whole = new StringBuilder(view.text().length());
            view.write(0, view.text().length(), whole);
            return new Match.Forwarded(rule, to.target().append(whole.toString(), path.rawQuery()));
        }
        UpstreamTarget target = to.target().substitute(match, view::write, view::writeIntoQuery,
                (start, end, out) -> out.append(view.text(), start, end), path.rawQuery());
        return new Match.Forwarded(rule, target);
    }

    /** {@code nocanon} with a regular expression: as in httpd, the raw request target including the query is matched and nothing is escaped. */
    private static UpstreamTarget substituteRaw(Target target, Matcher match, String raw) throws BadPath {
        if (!target.hasReferences()) return target.append(raw, null);
        Template.CaptureWriter asItIs = (start, end, out) -> out.append(raw, start, end);
        return target.substitute(match, asItIs, asItIs, asItIs, null);
    }
}
