package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.users.LoginSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds sections in which nobody can log in, because a line is missing in the whole configuration. As in httpd, the configuration starts, and the answer is 500 or 401. */
final class ReviewOfLogins {

    private final Problems problems;
    private final List<SectionDraft> sections;

    ReviewOfLogins(ConfigDraft config) {
        this.problems = config.problems;
        this.sections = config.servers().stream().flatMap(server -> server.sections.stream()).toList();
    }

    void run() {
        boolean anyType = sections.stream().anyMatch(section -> section.scope.login.type.isPresent());
        for (SectionDraft section : sections) {
            ScopeDraft scope = section.scope;
            if (scope.login.build().isBasic()) {
                missing("AuthType", "AuthUserFile", scope, login -> login.login.hasPasswords());
                missing("AuthType", "AuthName", scope, login -> login.login.realm.isPresent());
            }
            if (scope.access.usesGroups()) missing("Require", "AuthGroupFile", scope, login -> login.login.groups.isPresent() || login.login.elsewhere.orElse(false));
            if (scope.access.needsUser() && !anyType)
                problems.warn(scope.directivePlaces.get("Require"), "Require depends on the user, and no AuthType says how users log in", "write AuthType Basic, AuthName and AuthUserFile in the section");
        }
    }

    private void missing(String line, String absent, ScopeDraft scope, Predicate<ScopeDraft> has) {
        boolean found = sections.stream().map(section -> section.scope).anyMatch(has) || isElsewhere();
        if (!found) Optional.ofNullable(scope.directivePlaces.get(line)).ifPresent(place ->
                problems.warn(place, line + " has no " + absent + ", so nobody can log in", "write " + absent + " in the section"));
    }

    /** Whether something else authenticates users in some section: then {@code check} cannot know what is missing. */
    private boolean isElsewhere() {
        return sections.stream().anyMatch(section -> section.scope.login.type.filter(LoginSettings.Type.ELSEWHERE::equals).isPresent());
    }
}
