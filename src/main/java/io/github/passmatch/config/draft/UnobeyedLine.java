package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.rules.Place;

/**
 * A line that restricts access in httpd, and that is not obeyed here.
 *
 * @param name    the directive
 * @param subject what is reported once for each scope, such as the name of a module
 * @param message what the line does in httpd
 * @param hint    the cure
 */
public record UnobeyedLine(LineContext context, Finding finding, Place place, String name, String subject, String message, String hint) {

    /** Whether {@code PassmatchAccessControl Elsewhere} applies to the line. */
    public boolean isElsewhere() {
        return context.section().filter(section -> section.scope.access.elsewhere).isPresent() || context.server().scope.access.elsewhere
                || context.config().main.scope.access.elsewhere;
    }
}
