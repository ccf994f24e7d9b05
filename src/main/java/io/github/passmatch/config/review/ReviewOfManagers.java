package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.PathPrefix;
import java.util.List;
import java.util.Optional;

/** Finds sections of the balancer-manager to which no line restricts access, or which a rule takes. */
final class ReviewOfManagers {

    private static final String CURE = "write Require ip with the addresses of the administrators, or AuthType Basic and Require valid-user, in this section";

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfManagers(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        for (ServerDraft server : config.servers())
            for (SectionDraft section : server.sections) if (section.scope.manager.orElse(false)) review(section, server);
    }

    private void review(SectionDraft section, ServerDraft server) {
        Place place = section.scope.directivePlaces.get("SetHandler");
        if (section.kind == SectionDraft.Kind.LOCATION && section.rule.isEmpty()) firstRule(section.argument.text(), server).filter(rule -> rule.target.isPresent())
                .ifPresent(rule -> problems.warn(place, "the balancer-manager is never reached, as in httpd: the rule of line " + rule.place.line() + " takes its path", "write ProxyPass " + section.argument.text() + " ! before that rule"));
        access(section, place, server.joined(from -> from.sections));
    }

    /** The first rule of a plain path that takes the path. */
    private static Optional<RuleDraft> firstRule(String path, ServerDraft server) {
        return server.joined(from -> from.rules).stream().filter(rule -> rule.pattern instanceof PathPrefix prefix && (path + "/").startsWith(prefix.path().endsWith("/") ? prefix.path() : prefix.path() + "/")).findFirst();
    }

    private void access(SectionDraft section, Place place, List<SectionDraft> all) {
        if (section.scope.access.grantsAll()) problems.warn(Finding.MANAGER_ACCESS, place, "everybody can change the balancers: Require all granted opens the balancer-manager", CURE);
        else if (section.scope.access.isEmpty() && all.stream().noneMatch(outer -> restricts(outer, section)))
            problems.warn(Finding.MANAGER_ACCESS, place, "no line restricts access to the balancer-manager, so only clients on this machine can use it; in httpd, everybody can", CURE);
    }

    /** Whether the lines of another section apply to the paths of the section. */
    private static boolean restricts(SectionDraft outer, SectionDraft section) {
        return outer.kind.ofPaths() && !outer.scope.access.isEmpty() && section.argument.text().startsWith(outer.argument.text());
    }
}
