package io.github.passmatch.config;

import io.github.passmatch.config.access.AccessSections;
import io.github.passmatch.config.directive.Directive;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.text.Line;
import java.util.Optional;

/** Decides whether a directive is allowed in a server, a section or a container of lines. */
final class Placement {

    private Placement() { }

    static boolean isProxyPass(Line line) {
        return line.name().is("ProxyPass") || line.name().is("ProxyPassMatch");
    }

    /** False after an error was reported. */
    static boolean allows(Directive directive, Line line, LineContext context) {
        Optional<SectionDraft.Kind> kind = context.section().map(section -> section.kind);
        if (kind.filter(SectionDraft.Kind::ofFiles).isPresent() && isProxyPass(line)) return refused(line.name().text(), line, "in " + kind.get(), "put it outside of all sections", context);
        if (!isIn(directive.where(), kind, context)) {
            String place = directive.where() == Directive.Where.SECTIONS ? "outside of sections" : "in " + kind.map(Object::toString).orElse("<VirtualHost>");
            return refused(directive.name(), line, place, "allowed in: " + directive.where().words(), context);
        }
        String name = line.name().text();
        if (!AccessSections.allows(directive.name(), context)) return refused(name, line, "in a container of Require lines", "write it after the container", context);
        if (isProxyPass(line) && context.scope().access.isLimited()) return refused(name, line, "in <Limit> and <LimitExcept>", "write it in the outer section", context);
        return true;
    }

    private static boolean isIn(Directive.Where where, Optional<SectionDraft.Kind> kind, LineContext context) {
        return switch (where) {
            case ANYWHERE -> true;
            case SERVER -> kind.isEmpty();
            case MAIN -> kind.isEmpty() && context.server() == context.config().main;
            case PATHS -> kind.isEmpty() || kind.get().ofPaths() || kind.get().ofFiles();
            case TARGETS -> kind.isEmpty() || kind.get().ofTargets();
            case SECTIONS -> kind.isPresent();
        };
    }

    private static boolean refused(String name, Line line, String where, String hint, LineContext context) {
        context.problems().error(line.place(), name + " is not allowed " + where, hint);
        return false;
    }
}
