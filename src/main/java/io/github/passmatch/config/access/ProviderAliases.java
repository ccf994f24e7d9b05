package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.users.PasswordProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code <AuthnProviderAlias file name>}, a password file with a name for {@code AuthBasicProvider}, and {@code <AuthzProviderAlias ip name "10.0.0.0/8">}, a condition with a name for
 * {@code Require}.
 */
public final class ProviderAliases {

    private ProviderAliases() { }

    /** Whether a section is one that is obeyed. */
    public static boolean isOne(String name, List<Word> arguments) {
        if (arguments.isEmpty()) return false;
        return isOfUsers(name) ? arguments.get(0).is("file") : name.equalsIgnoreCase("AuthzProviderAlias") && RequireLines.KINDS.contains(arguments.get(0).text());
    }

    private static boolean isOfUsers(String name) {
        return name.equalsIgnoreCase("AuthnProviderAlias");
    }

    /** The context for the lines of the section. */
    public static LineContext open(String name, Place place, Place end, List<Word> arguments, LineContext outer) {
        ConfigDraft config = outer.config();
        Problems problems = outer.problems();
        if (outer.server() != config.main || outer.section().isPresent()) problems.error(place, "<" + name + "> is not allowed in another section", "write it before all <VirtualHost> sections");
        int most = isOfUsers(name) ? 2 : 3;
        if (arguments.size() < 2 || arguments.size() > most) problems.error(arguments.size() < 2 ? end : arguments.get(most).place(), "<" + name + "> takes " + (isOfUsers(name) ? "file and a name" : "a kind, a name and a condition"),
                isOfUsers(name) ? "write <AuthnProviderAlias file staff>" : "write <AuthzProviderAlias ip office \"10.0.0.0/8 192.168.0.0/16\">");
        else if (exists(name, arguments.get(1).text(), config)) problems.error(arguments.get(1).place(), "the provider \"" + arguments.get(1).text() + "\" exists already", "choose another name");
        SectionDraft.Kind kind = isOfUsers(name) ? SectionDraft.Kind.AUTHN_PROVIDER_ALIAS : SectionDraft.Kind.AUTHZ_PROVIDER_ALIAS;
        return new LineContext(outer.server(), Optional.of(new SectionDraft(kind, place, arguments.get(0), new ScopeDraft(problems, config.variables.environment()))), outer.inclusion());
    }

    private static boolean exists(String section, String name, ConfigDraft config) {
        return isOfUsers(section) ? config.providers.containsKey(name) : config.requirements.containsKey(name) || RequireLines.KINDS.contains(name);
    }

    /** Makes the provider known, at the end of the section. */
    public static void close(String section, List<Word> arguments, LineContext inside) {
        if (arguments.size() < 2) return;
        ConfigDraft config = inside.config();
        String name = arguments.get(1).text();
        if (isOfUsers(section)) {
            config.providers.putIfAbsent(name, new PasswordProvider(inside.scope().login.passwords));
            return;
        }
        inside.scope().directivePlaces.values().stream().findFirst().ifPresent(place -> inside.problems().error(place, "lines in <AuthzProviderAlias> are not obeyed", "write them beside Require " + name));
        List<Word> words = new ArrayList<>(List.of(arguments.get(0)));
        if (arguments.size() > 2) for (String text : arguments.get(2).text().strip().split("\\s+")) words.add(new Word(text, arguments.get(2).place()));
        config.requirements.putIfAbsent(name, List.copyOf(words));
    }
}
