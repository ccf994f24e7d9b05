package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.AccessDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.access.Authorization;
import io.github.passmatch.rules.access.Methods;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code <RequireAll>}, {@code <RequireAny>}, {@code <RequireNone>}, {@code <Limit>} and {@code <LimitExcept>}. */
public final class AccessSections {

    private static final Set<String> NAMES = Set.of("requireall", "requireany", "requirenone", "limit", "limitexcept");
    private static final Set<String> IN_CONTAINERS = Set.of("require", "satisfy", "authmerging", "authtype", "authname", "authuserfile", "authgroupfile", "authbasicprovider", "authbasicauthoritative",
            "authzsendforbiddenonfailure");

    private AccessSections() { }

    /** Whether a section with this name restricts access. */
    public static boolean isOne(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a directive is allowed between the lines of a container of {@code Require} lines. */
    public static boolean allows(String directive, LineContext context) {
        return !context.scope().access.isInContainer() || IN_CONTAINERS.contains(directive.toLowerCase(Locale.ROOT));
    }

    /**
     * Opens the section.
     *
     * @return what to do at its end
     */
    public static Runnable open(String name, Place place, Place end, List<Word> arguments, LineContext context) {
        Problems problems = context.problems();
        if (context.section().isEmpty()) problems.error(place, "<" + name + "> is not allowed outside of <Location> and <Proxy>", "write it in <Location />");
        AccessDraft access = context.scope().access;
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("limit")) {
            access.openLimit(new Methods(methods(name, end, arguments, problems), lower.equals("limitexcept")));
            return access::closeLimit;
        }
        if (!arguments.isEmpty()) problems.error(arguments.get(0).place(), "<" + name + "> takes no arguments", "");
        boolean none = lower.equals("requirenone");
        if (none && !access.isInAll()) problems.error(place, "<RequireNone> has no effect here, because one of the other lines is enough", "write it in <RequireAll>, with Require all granted or another line without not");
        access.openContainer(place, name, lower.equals("requireall"), none);
        return () -> checked(access.closeContainer(), problems);
    }

    private static void checked(Authorization.Container container, Problems problems) {
        if (container.lines().isEmpty()) problems.error(container.place(), container.text() + " contains no Require", "write a Require in it, or remove it");
        else if (container.lines().stream().allMatch(Authorization::negated)) problems.error(container.place(), container.text() + " contains only lines with not, which grant access to nobody", "add Require all granted");
    }

    private static Set<String> methods(String name, Place end, List<Word> arguments, Problems problems) {
        if (arguments.isEmpty()) problems.error(end, "<" + name + "> needs methods", "write <" + name + " GET POST>");
        Set<String> names = new TreeSet<>();
        for (Word word : arguments) {
            names.add(word.text());
            if (name.equalsIgnoreCase("Limit") && word.text().equals("TRACE")) problems.error(word.place(), "TRACE cannot be limited by <Limit>", "write TraceEnable Off");
            if (word.text().contains(",")) problems.error(word.place(), "\"" + word.text() + "\" is not a method", "separate methods by spaces");
        }
        return names;
    }
}
