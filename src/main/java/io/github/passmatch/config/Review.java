package io.github.passmatch.config;

import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.PathPrefix;
import io.github.passmatch.rules.PathRegex;
import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.ReuseDecision.Cause;
import io.github.passmatch.rules.Rule;
import io.github.passmatch.rules.Target;
import io.github.passmatch.rules.WorkerFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What strikes one when the rules are looked at as a whole: they work, but hardly as intended. */
final class Review {

    private final Problems problems;
    /** Rules that a virtual host inherits are looked at once. */
    private final Set<Rule> ordered = new HashSet<>();

    private Review(ConfigDraft draft) {
        this.problems = draft.problems;
    }

    /** Reports on the rules of {@code config}, which were built from {@code draft}'s in the same order. */
    static void of(ConfigDraft draft, ProxyConfig config) {
        Review review = new Review(draft);
        review.order(config.main().rules().rules());
        config.hosts().forEach(host -> review.order(host.site().rules().rules()));
        for (int i = 0; i < config.rules().size(); i++)
            if (!config.rules().get(i).excludes()) review.lookAt(draft.rules.get(i), config.rules().get(i));
    }

    private void order(List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) if (ordered.add(rules.get(i))) shadowed(rules, i);
    }

    private void shadowed(List<Rule> rules, int index) {
        Rule late = rules.get(index);
        for (Rule early : rules.subList(0, index)) {
            if (!covers(early, late)) continue;
            problems.warn(late.place(), "rule " + late.number() + " can never match: rule " + early.number() + " (" + early.place().fileAndLine()
                    + ", " + early.pattern().text() + ") takes all it could", "put it before that one");
            return;
        }
    }

    /** Only what is certain: a prefix within a prefix, or the same expression twice; rules with mapping= are tried before all others. */
    private static boolean covers(Rule early, Rule late) {
        boolean plain = isPlain(early) && isPlain(late);
        if (early.pattern() instanceof PathPrefix prefix) {
            if (plain && prefix.path().equals("/")) return true;
            return plain && late.pattern() instanceof PathPrefix other && prefix.covers(other);
        }
        return plain && early.pattern().equals(late.pattern());
    }

    private static boolean isPlain(Rule rule) {
        return rule.destination().map(to -> to.view() == Destination.View.DECODED).orElse(true);
    }

    private void lookAt(RuleDraft draft, Rule rule) {
        Target target = draft.target.orElseThrow();
        if (draft.pattern instanceof PathRegex regex) regexRule(draft, regex, target);
        else slashes(draft, (PathPrefix) draft.pattern, target);
        boolean pooled = rule.destination().orElseThrow().connections().reuse().pooled();
        Cause cause = rule.destination().orElseThrow().connections().reuse().cause();
        if (cause == Cause.VARYING_AUTHORITY)
            problems.warn(draft.url.place(), "host or port comes from the request, so connections are never reused, whatever enablereuse says; and whoever sends requests chooses where they go",
                    "write the host out, and see that users cannot choose it");
        if (draft.keepaliveOn.isPresent()) keepalive(draft, pooled);
        if (draft.smaxOrMin.isPresent() && draft.ttl.isEmpty()) problems.warn(draft.smaxOrMin.get(), "smax acts only together with ttl, and min opens no connections in advance", "");
        if (draft.retryPlace.isPresent() && draft.status.contains(WorkerFlag.IGNORE_ERRORS))
            problems.warn(draft.retryPlace.get(), "retry has no effect on a plain rule, which is tried anew by every request", "status=-I makes it leave a failed upstream alone for so long");
        credentials(draft);
        departures(draft, target);
    }

    private void keepalive(RuleDraft draft, boolean pooled) {
        if (pooled) problems.note(draft.keepaliveOn.get(), "keepalive= is TCP keep-alive (SO_KEEPALIVE) and has no influence on reuse; connections are reused here anyway", "");
        else problems.warn(draft.keepaliveOn.get(), "keepalive= is TCP keep-alive (SO_KEEPALIVE) and does not make connections be reused", "write enablereuse=on");
    }

    private void regexRule(RuleDraft draft, PathRegex regex, Target target) {
        if (target.highestReference() > regex.groups())
            problems.warn(draft.url.place(), "the URL refers to $" + target.highestReference() + ", but the expression has " + regex.groups() + " group" + (regex.groups() == 1 ? "" : "s")
                    + ": that reference is empty text", "");
        if (!target.hasReferences() && !target.hasNoPath())
            problems.note(draft.url.place(), "the URL has no back-reference, so the complete request path is appended to it", "");
        boolean named = draft.pattern.text().contains("(?<") && target.text().matches(".*\\$\\{?[A-Za-z_].*");
        if (named) problems.warn(draft.url.place(), "groups have no names in the URL: $name is literal text", "refer to the group by its number");
    }

    private void slashes(RuleDraft draft, PathPrefix prefix, Target target) {
        if (target.hasNoPath() || prefix.path().equals("/")) return;
        boolean left = prefix.path().endsWith("/");
        if (left == target.pathEndsInSlash() || target.text().contains("?")) return;
        String example = left ? prefix.text() + "x becomes …" + lastSegment(target) + "x" : prefix.text() + "/x becomes …" + lastSegment(target) + "/x";
        problems.warn(draft.url.place(), "a trailing slash on one side only: " + example, "end both the path and the URL in a slash, or neither");
    }

    private static String lastSegment(Target target) {
        String path = target.text().replaceFirst("^unix:[^|]*\\|", "").replaceFirst("^[^:]*://[^/]*", "");
        return path.substring(Math.max(0, path.lastIndexOf('/', path.length() - 2)));
    }

    private void credentials(RuleDraft draft) {
        String authority = draft.url.text().replaceFirst("^[^:]*://", "").replaceFirst("[/?$].*", "");
        if (authority.contains("@")) problems.warn(draft.url.place(), "user and password in the URL are dropped, as in httpd", "");
    }

    /** Where httpd would do otherwise (README, "Differences from httpd"). */
    private void departures(RuleDraft draft, Target target) {
        String text = draft.url.text();
        if (text.contains("?")) problems.note(draft.url.at(text.indexOf('?')), "httpd would send this ? as %3F; here it starts the query", "");
        if (text.matches(".*%[0-9A-Fa-f]{2}.*")) problems.note(draft.url.at(text.indexOf('%')), "httpd would escape this % once more; here a valid escape is kept", "");
        if (!draft.isRegex() && target.hasNoPath() && draft.pattern.text().endsWith("/"))
            problems.note(draft.url.place(), "httpd would glue the path to the host name; here a slash is put between", "end the URL in a slash for httpd");
        if (draft.isRegex() && target.authority().isPresent() && text.matches("[^:]*://[^/?$]*\\$[0-9].*"))
            problems.note(draft.url.at(text.indexOf('$')), "httpd would take this reference for a part of the address and never reuse connections; here it is the start of the path",
                    "write a / before it for httpd");
    }
}
