package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.List;

/** Reviews all rules, and reports what probably works in another way than intended or than in httpd. */
public final class Review {

    private Review() { }

    /** Reviews the rules of {@code config}, which were built from the rules of {@code draft} in the same order. */
    public static void of(ConfigDraft draft, ProxyConfig config) {
        ReviewOfOrder order = new ReviewOfOrder(draft.problems);
        config.servers().forEach(order::review);
        ReviewOfRegexes regexes = new ReviewOfRegexes(draft.problems);
        ReviewOfTraps traps = new ReviewOfTraps(draft);
        ReviewOfTargets targets = new ReviewOfTargets(draft.problems);
        for (int i = 0; i < config.rules().size(); i++) {
            RuleDraft rule = draft.rules.get(i);
            Rule built = config.rules().get(i);
            if (rule.rewrites) {
                ReviewOfRewriting.forwarding(rule, built, draft.problems);
                continue;
            }
            if (rule.pattern instanceof PathRegex regex) regexes.review(rule, regex);
            traps.review(rule);
            if (built.excludes()) continue;
            targets.review(rule, built);
            if (!built.destination().orElseThrow().isBalanced()) new ReviewOfParameters(draft.problems, rule, built).run();
        }
        List<Rule> members = config.withMembers().subList(config.rules().size(), config.withMembers().size());
        review(draft.members, members, targets, draft.problems);
        review(draft.names, config.balancers().stream().flatMap(balancer -> balancer.names().stream()).map(named -> named.line().rule()).toList(), targets, draft.problems);
        ReviewOfRewriting.run(draft);
        new ReviewOfWorkers(draft).run();
        new ReviewOfAnswers(draft).run();
        new ReviewOfClients(draft).run();
        new ReviewOfLogins(draft).run();
        new ReviewOfAccess(draft).run();
        new ReviewOfManagers(draft).run();
        new ReviewOfFiles(draft).run();
        new ReviewOfErrorDocuments(draft.problems).run(config);
        new ReviewOfForwardedFields(draft).run();
    }

    private static void review(List<RuleDraft> drafts, List<Rule> members, ReviewOfTargets targets, Problems problems) {
        for (int i = 0; i < members.size(); i++) {
            targets.reviewMember(drafts.get(i), members.get(i));
            new ReviewOfParameters(problems, drafts.get(i), members.get(i)).run();
        }
    }
}
