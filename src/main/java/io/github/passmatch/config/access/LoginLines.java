package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.LoginDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.TextFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.users.GroupFile;
import io.github.passmatch.rules.users.LoginSettings;
import io.github.passmatch.rules.users.PasswordFile;
import io.github.passmatch.rules.users.PasswordProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the directives for the login of users. What is not supported is an error, because the path would be open or closed to others than intended. */
public final class LoginLines {

    private static final int MOST_WARNINGS = 10;

    private LoginLines() { }

    private static LoginDraft login(LineContext context) {
        return context.scope().login;
    }

    public static void type(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            boolean none = value.text().equalsIgnoreCase("None");
            boolean known = none || value.text().equalsIgnoreCase("Basic");
            login(context).type = Optional.of(none ? LoginSettings.Type.NONE : known ? LoginSettings.Type.BASIC : LoginSettings.Type.ELSEWHERE);
            if (!known) AccessLines.unobeyed(line, "AuthType", "AuthType " + value.text() + " is not obeyed: only Basic and None are", AccessLines.CURE, context);
        });
    }

    /** Reports a line because of which something else must authenticate the users. */
    private static void elsewhere(Line line, String message, String hint, LineContext context) {
        login(context).elsewhere = Optional.of(true);
        AccessLines.unobeyed(line, line.name().text(), message, hint, context);
    }

    /** As in httpd, a backslash that is left after the quotes were read is dropped. */
    public static void name(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            if (value.text().contains("%{")) context.problems().error(value.place(), "AuthName with an expression is not supported", "write a fixed text");
            else if (value.text().chars().anyMatch(c -> c < ' ' || c == 0x7F)) context.problems().error(value.place(), "AuthName contains a control character", "");
            else login(context).realm = Optional.of(Bytes.of(value.text().replaceAll("\\\\(.)", "$1")));
        });
    }

    public static void userFile(Line line, LineContext context) {
        file(line, context).ifPresent(file -> login(context).passwords = Optional.of(context.config().passwordFiles.computeIfAbsent(file.name(), name -> passwords(file, context.problems()))));
    }

    public static void groupFile(Line line, LineContext context) {
        file(line, context).ifPresent(file -> login(context).groups = Optional.of(groups(file)));
    }

    private static Optional<TextFile> file(Line line, LineContext context) {
        Optional<Value> name = line.onlyArgument(context.problems());
        if (name.isEmpty() || context.exists(name.get())) return name.flatMap(context::textFile);
        elsewhere(line, line.name().text() + " \"" + name.get().text() + "\" does not exist or is not a file", "correct the name; a relative name refers to the directory of the configuration file, else to ServerRoot", context);
        return Optional.empty();
    }

    private static PasswordFile passwords(TextFile file, Problems problems) {
        PasswordFile.Builder builder = new PasswordFile.Builder(file.name());
        int warnings = 0;
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            String[] columns = line.split(":", 3);
            Optional<String> warning = columns.length < 2 || columns[0].isEmpty() ? Optional.of("the line is not \"user:hash\", and is ignored") : warning(columns[0], builder.add(columns[0], columns[1]));
            if (warning.isPresent() && ++warnings <= MOST_WARNINGS) problems.warn(file.place(i), warning.get(), "htpasswd -B writes lines with a bcrypt hash");
        }
        if (warnings > MOST_WARNINGS) problems.warn(file.place(0), "the file has " + (warnings - MOST_WARNINGS) + " more such lines", "");
        if (builder.isEmpty()) problems.warn(file.place(0), "the file has no user who can log in", "htpasswd -B writes lines with a bcrypt hash");
        return builder.build();
    }

    private static Optional<String> warning(String user, PasswordFile.Builder.Added added) {
        return switch (added) {
            case USER -> Optional.empty();
            case WEAK -> Optional.of("only the first eight characters of the password of \"" + user + "\" count, because the hash is of the oldest form (DES)");
            case REPEATED -> Optional.of("the user \"" + user + "\" has an earlier line, which counts");
            case UNKNOWN_FORM -> Optional.of("the password of \"" + user + "\" is not a hash of a known form, so the user cannot log in");
        };
    }

    /** {@code group: user user}; several lines of a group add up. */
    private static GroupFile groups(TextFile file) {
        Map<String, Set<String>> groups = new HashMap<>();
        for (String text : file.lines()) {
            String line = text.strip();
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) continue;
            Set<String> members = groups.computeIfAbsent(line.substring(0, colon), name -> new HashSet<>());
            for (String member : line.substring(colon + 1).strip().split("\\s+")) if (!member.isEmpty()) members.add(member);
        }
        return new GroupFile(file.name(), groups);
    }

    public static void provider(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "AuthBasicProvider takes the name of a provider", "write AuthBasicProvider file");
        login(context).elsewhere = Optional.of(false);
        for (Word word : line.arguments()) {
            PasswordProvider provider = context.config().providers.get(word.text());
            if (provider == null) elsewhere(line, "AuthBasicProvider " + word.text() + " is not obeyed: only file is, and names that <AuthnProviderAlias file name> defines before", AccessLines.CURE, context);
            else login(context).providers.add(provider);
        }
    }

    /** Reads a directive of which only one value is supported. */
    public static void only(String supported, Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), line.name().text() + " takes an argument", "");
        else if (!line.argument(0).is(supported)) elsewhere(line, line.name().text() + " " + line.argument(0).text() + " is not obeyed: only " + supported + " is", AccessLines.CURE, context);
    }
}
