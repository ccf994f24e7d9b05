package io.github.passmatch.config.access;

import io.github.passmatch.config.draft.AccessDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.access.ClientDomain;
import io.github.passmatch.rules.access.Methods;
import io.github.passmatch.rules.access.Requirement;
import io.github.passmatch.rules.connection.DirectHost.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code Require} lines. */
public final class RequireLines {

    /** The methods that httpd knows without further lines; {@code Require method} takes no other. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK",
            "UNLOCK", "VERSION-CONTROL", "CHECKOUT", "UNCHECKOUT", "CHECKIN", "UPDATE", "LABEL", "REPORT", "MKWORKSPACE", "MKACTIVITY", "BASELINE-CONTROL", "MERGE");
    /** The words after {@code Require} that are obeyed. */
    static final Set<String> KINDS = Set.of("all", "ip", "host", "forward-dns", "local", "env", "method", "valid-user", "user", "group");
    /** The words after {@code Require} of other modules, by their beginning. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("expr", "mod_authz_core evaluates an expression"),
            Map.entry("ldap-", "mod_authnz_ldap asks a directory"), Map.entry("dbm-", "mod_authz_dbm reads DBM files"), Map.entry("dbd-", "mod_authz_dbd asks a database"),
            Map.entry("file-", "mod_authz_owner compares the owner of a file"), Map.entry("shib", "mod_shib asks Shibboleth"), Map.entry("claim", "mod_auth_openidc compares claims"),
            Map.entry("cas-", "mod_auth_cas compares attributes"), Map.entry("session", "mod_shib asks Shibboleth"));

    private RequireLines() { }

    public static void require(Line line, LineContext context) {
        AccessDraft access = context.scope().access;
        List<Word> words = new ArrayList<>(line.arguments());
        boolean negated = !words.isEmpty() && words.get(0).is("not");
        if (negated) words.remove(0);
        if (words.isEmpty()) {
            context.problems().error(line.end(), "Require needs a condition", "write Require all denied, or Require ip 10.0.0.0/8");
            return;
        }
        if (negated && !access.isInAll()) {
            context.problems().error(line.place(), "Require not has no effect here, because one of the other lines is enough", "write the lines in <RequireAll>, with Require all granted or another line without not");
            return;
        }
        String text = "Require " + line.arguments().stream().map(Word::text).collect(Collectors.joining(" "));
        requirement(words, line, context).ifPresentOrElse(requirement -> access.require(line.place(), text, requirement, negated), () -> access.requireUnobeyed(line.place(), text));
    }

    /** Empty after an error was reported, or if the line is not obeyed. */
    private static Optional<Requirement> requirement(List<Word> words, Line line, LineContext context) {
        Word kind = words.get(0);
        List<Word> arguments = words.subList(1, words.size());
        return switch (kind.text()) {
            case "all" -> all(arguments, line, context);
            case "ip" -> ip(arguments, line, context);
            case "host" -> hosts(arguments, line, context).map(hosts -> new Requirement.Host(hosts.stream().map(ClientDomain::new).toList()));
            case "forward-dns" -> hosts(arguments, line, context).map(Requirement.ForwardDns::new);
            case "local" -> Optional.of(new Requirement.Local());
            case "env" -> Optional.of(new Requirement.Env(arguments.stream().map(word -> Bytes.of(word.text())).toList()));
            case "method" -> methods(arguments, context);
            case "valid-user" -> Optional.of(new Requirement.ValidUser());
            case "user" -> names(arguments, line, context).map(Requirement.User::new);
            case "group" -> names(arguments, line, context).map(Requirement.Group::new);
            default -> {
                List<Word> named = context.config().requirements.get(kind.text());
                yield named == null ? other(kind, line, context) : requirement(named, line, context);
            }
        };
    }

    private static Optional<Requirement> all(List<Word> arguments, Line line, LineContext context) {
        boolean granted = arguments.size() == 1 && arguments.get(0).is("granted");
        if (granted || arguments.size() == 1 && arguments.get(0).is("denied")) return Optional.of(new Requirement.All(granted));
        context.problems().error(arguments.isEmpty() ? line.end() : arguments.get(0).place(), "Require all takes granted or denied", arguments.stream().anyMatch(Word::isComment) ? Word.NO_COMMENT : "");
        return Optional.empty();
    }

    private static Optional<Requirement> ip(List<Word> arguments, Line line, LineContext context) {
        if (arguments.isEmpty()) context.problems().error(line.end(), "Require ip needs an address", "write Require ip 10.0.0.0/8");
        List<Network> networks = new ArrayList<>();
        for (Word word : arguments) {
            ClientNetworks.read(word, context.problems()).ifPresent(networks::add);
            if (word.isComment()) break;
        }
        return networks.size() < arguments.size() || arguments.isEmpty() ? Optional.empty() : Optional.of(new Requirement.Ip(networks));
    }

    /** Names of clients. An address has no effect here, as in httpd. */
    private static Optional<List<String>> hosts(List<Word> arguments, Line line, LineContext context) {
        if (arguments.isEmpty()) context.problems().error(line.end(), "Require host and Require forward-dns need names", "write Require host example.org");
        List<String> names = new ArrayList<>();
        for (Word word : arguments) AccessLines.clientName(word, line, context).ifPresent(names::add);
        return names.size() < arguments.size() || names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** Names of users or groups, as byte strings. */
    private static Optional<List<String>> names(List<Word> arguments, Line line, LineContext context) {
        Optional<Word> expression = arguments.stream().filter(word -> word.text().contains("%{")).findFirst();
        if (arguments.isEmpty()) context.problems().error(line.end(), "Require user and Require group need names", "write Require valid-user for all users");
        expression.ifPresent(word -> AccessLines.unobeyed(line, "expr", "Require with the expression \"" + word.text() + "\" is not obeyed", "write the names of the users or groups", context));
        return arguments.isEmpty() || expression.isPresent() ? Optional.empty() : Optional.of(arguments.stream().map(word -> Bytes.of(word.text())).toList());
    }

    private static Optional<Requirement> methods(List<Word> arguments, LineContext context) {
        Set<String> names = new TreeSet<>();
        for (Word word : arguments) {
            if (METHODS.contains(word.text())) names.add(word.text());
            else context.problems().error(word.place(), "Require method takes methods that httpd knows, not \"" + word.text() + "\"", "names of methods are case-sensitive");
        }
        return Optional.of(new Requirement.Method(new Methods(names, false)));
    }

    private static Optional<Requirement> other(Word kind, Line line, LineContext context) {
        Optional<String> does = OTHERS.entrySet().stream().filter(entry -> kind.text().startsWith(entry.getKey())).max((a, b) -> a.getKey().length() - b.getKey().length()).map(Map.Entry::getValue);
        if (does.isEmpty()) context.problems().error(kind.place(), "Require does not know \"" + kind.text() + "\"", "write all, ip, host, forward-dns, local, method, env, valid-user, user or group in lower case");
        else AccessLines.unobeyed(line, kind.text(), "Require " + kind.text() + " is not obeyed: in httpd, " + does.get(), AccessLines.CURE, context);
        return Optional.empty();
    }
}
