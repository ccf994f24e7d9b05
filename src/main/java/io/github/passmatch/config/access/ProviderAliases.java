package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.users.PasswordProvider;
import java.util.List;
import java.util.Optional;

/** Reads {@code <AuthnProviderAlias file name>}: a password file with a name for {@code AuthBasicProvider}. */
public final class ProviderAliases {

    private ProviderAliases() { }

    /** Whether a section is one that is obeyed. */
    public static boolean isOne(String name, List<Word> arguments) {
        return name.equalsIgnoreCase("AuthnProviderAlias") && !arguments.isEmpty() && arguments.get(0).is("file");
    }

    /** The context for the lines of the section. */
    public static LineContext open(Place place, Place end, List<Word> arguments, LineContext outer) {
        ConfigDraft config = outer.config();
        Problems problems = outer.problems();
        if (outer.server() != config.main || outer.section().isPresent()) problems.error(place, "<AuthnProviderAlias> is not allowed in another section", "write it before all <VirtualHost> sections");
        if (arguments.size() != 2) problems.error(arguments.size() < 2 ? end : arguments.get(2).place(), "<AuthnProviderAlias> takes file and a name", "write <AuthnProviderAlias file staff>");
        else if (config.providers.containsKey(arguments.get(1).text())) problems.error(arguments.get(1).place(), "the provider \"" + arguments.get(1).text() + "\" exists already", "choose another name");
        ScopeDraft scope = new ScopeDraft(problems, config.variables.environment());
        return new LineContext(outer.server(), Optional.of(new SectionDraft(SectionDraft.Kind.AUTHN_PROVIDER_ALIAS, place, arguments.get(0), scope)), outer.inclusion());
    }

    /** Makes the provider known, at the end of the section. */
    public static void close(List<Word> arguments, LineContext inside) {
        if (arguments.size() == 2) inside.config().providers.putIfAbsent(arguments.get(1).text(), new PasswordProvider(inside.scope().login.passwords));
    }
}
