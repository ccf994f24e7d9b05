package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.util.List;

/** Finds sections of the balancer-manager to which no line restricts access. */
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
            for (SectionDraft section : server.sections) if (section.scope.manager.orElse(false)) review(section, server.joined(from -> from.sections));
    }

    private void review(SectionDraft section, List<SectionDraft> all) {
        Place place = section.scope.directivePlaces.get("SetHandler");
        if (section.scope.access.grantsAll()) problems.warn(Finding.MANAGER_ACCESS, place, "everybody can change the balancers: Require all granted opens the balancer-manager", CURE);
        else if (section.scope.access.isEmpty() && all.stream().noneMatch(outer -> restricts(outer, section)))
            problems.warn(Finding.MANAGER_ACCESS, place, "no line restricts access to the balancer-manager, so only clients on this machine can use it; in httpd, everybody can", CURE);
    }

    /** Whether the lines of another section apply to the paths of the section. */
    private static boolean restricts(SectionDraft outer, SectionDraft section) {
        return outer.kind.ofPaths() && !outer.scope.access.isEmpty() && section.argument.text().startsWith(outer.argument.text());
    }
}
