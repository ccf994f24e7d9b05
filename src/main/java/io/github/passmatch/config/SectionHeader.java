package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.SectionDraft.Kind;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.KnownNames;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Wildcards;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.server.Selector;
import io.github.passmatch.rules.server.VirtualHost;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first line of a section.
 *
 * @param name      without brackets
 * @param arguments the words after it, without the closing bracket
 */
record SectionHeader(String name, Place place, Place end, List<Word> arguments) {

    private static final List<String> CONDITIONS = List.of("ifmodule", "ifdefine", "ifversion", "iffile", "ifdirective", "ifsection");
    /** 2.4.71. */
    private static final List<Integer> VERSION = List.of(2, 4, 71);
    private static final Map<String, Kind> KINDS = Map.of("location", Kind.LOCATION, "locationmatch", Kind.LOCATION_MATCH, "proxy", Kind.PROXY, "proxymatch", Kind.PROXY_MATCH,
            "directory", Kind.DIRECTORY, "directorymatch", Kind.DIRECTORY_MATCH, "files", Kind.FILES, "filesmatch", Kind.FILES_MATCH);

    static SectionHeader of(Line line, Problems problems) {
        String name = line.name().text().substring(1).replaceFirst(">$", "");
        List<Word> words = new ArrayList<>(line.arguments());
        boolean closed = words.isEmpty() ? line.name().text().endsWith(">") : line.rest().endsWith(">");
        if (!closed) problems.error(line.place(), "<" + name + " has no closing >", "write it at the end of the line");
        if (closed && !words.isEmpty()) withoutBracket(words);
        if (!KnownNames.contains(name)) problems.error(line.place(), "unknown section <" + name + ">", Hints.didYouMean(name, KnownNames.all()));
        return new SectionHeader(name, line.place(), line.end(), List.copyOf(words));
    }

    private static void withoutBracket(List<Word> words) {
        Word last = words.remove(words.size() - 1);
        String text = last.text().endsWith(">") ? last.text().substring(0, last.text().length() - 1) : last.text();
        if (!text.isEmpty()) words.add(new Word(text, last.place(), last.shift()));
    }

    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    boolean isCondition() {
        return CONDITIONS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Evaluates the condition as httpd does with its proxy modules loaded; conditions on files count as true. */
    boolean holds(ConfigDraft config) {
        String argument = arguments.isEmpty() ? "" : arguments.get(0).text();
        boolean negated = argument.startsWith("!");
        String what = negated ? argument.substring(1) : argument;
        if (is("IfVersion")) return versionHolds();
        boolean holds = is("IfDefine") ? config.variables.isDefined(what) : !is("IfModule") || config.modules.isLoaded(what);
        return holds != negated;
    }

    /** Whether this is an {@code <IfModule>} of a module that httpd may have. */
    boolean isOfOtherModule() {
        return is("IfModule") && !arguments.isEmpty() && !arguments.get(0).text().startsWith("!");
    }

    /** Compares with the version of httpd that Passmatch follows. Regular expressions count as true. */
    private boolean versionHolds() {
        boolean withOperator = arguments.size() > 1;
        String operator = withOperator ? arguments.get(0).text() : "=";
        String version = arguments.isEmpty() ? "" : arguments.get(withOperator ? 1 : 0).text();
        boolean negated = operator.startsWith("!");
        if (!version.matches("\\d{1,5}(\\.\\d{1,5}){0,2}")) return !negated;
        int order = 0;
        String[] wanted = version.split("\\.");
        for (int i = 0; i < VERSION.size() && order == 0; i++) order = Integer.compare(VERSION.get(i), i < wanted.length ? Integer.parseInt(wanted[i]) : 0);
        boolean holds = switch (negated ? operator.substring(1) : operator) {
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case "~" -> true;
            default -> order == 0;
        };
        return holds != negated;
    }

    /** The kind of a section of paths or URLs; empty for all other sections. */
    Optional<Kind> kind() {
        Kind kind = KINDS.get(name.toLowerCase(Locale.ROOT));
        boolean tilde = !arguments.isEmpty() && arguments.get(0).text().equals("~");
        if (tilde && kind == Kind.LOCATION) return Optional.of(Kind.LOCATION_TILDE);
        if (tilde && (kind == Kind.DIRECTORY || kind == Kind.FILES)) return Optional.of(kind == Kind.DIRECTORY ? Kind.DIRECTORY_MATCH : Kind.FILES_MATCH);
        return Optional.ofNullable(tilde && kind == Kind.PROXY ? Kind.PROXY_MATCH : kind);
    }

    private int first() {
        return !arguments.isEmpty() && arguments.get(0).text().equals("~") ? 1 : 0;
    }

    /** The words after the URL of a {@code <Proxy>}. */
    List<Word> parameters() {
        return arguments.size() <= first() + 1 ? List.of() : arguments.subList(first() + 1, arguments.size());
    }

    /** The draft of a section of paths or URLs; empty after an error was reported. */
    Optional<SectionDraft> section(ConfigDraft config) {
        Problems problems = config.problems;
        Kind kind = kind().orElseThrow();
        if (arguments.size() <= first()) {
            problems.error(end, "<" + name + "> needs " + (kind == Kind.LOCATION || kind == Kind.DIRECTORY ? "a path" : kind == Kind.PROXY ? "a URL" : kind == Kind.FILES ? "a name" : "a regular expression"), "");
            return Optional.empty();
        }
        Word argument = arguments.get(first());
        if (!parameters().isEmpty() && kind != Kind.PROXY) problems.error(parameters().get(0).place(), "<" + name + "> takes one argument", "put the argument in quotes if it contains spaces");
        if (kind == Kind.PROXY && !parameters().isEmpty() && Wildcards.isPattern(argument.text()))
            problems.error(parameters().get(0).place(), "<Proxy> takes parameters for one URL, not for a pattern", "");
        return selector(kind, argument, problems).map(selector -> new SectionDraft(kind, place, argument, selector, new ScopeDraft(problems, config.variables.environment())));
    }

    private static Optional<Selector> selector(Kind kind, Word argument, Problems problems) {
        String text = Bytes.of(argument.text());
        return switch (kind) {
            case LOCATION -> Optional.of(Wildcards.isPattern(text) ? new Selector.Matching(Pcre.compile(Wildcards.regex(text, false))) : new Selector.OfPath(new PathPrefix(text)));
            case PROXY -> Optional.of(Wildcards.isPattern(text) ? new Selector.Matching(Pcre.compile(Wildcards.regex(text, true))) : new Selector.OfUrl(Wildcards.normalUrl(text)));
            case DIRECTORY -> Optional.of(new Selector.Matching(Pcre.compile(directory(text))));
            case FILES -> Optional.of(new Selector.Matching(Pcre.compile(Wildcards.regex(text, true))));
            case IF, ELSEIF, ELSE, AUTHN_PROVIDER_ALIAS, AUTHZ_PROVIDER_ALIAS -> Optional.empty();
            case LOCATION_MATCH, LOCATION_TILDE, PROXY_MATCH, DIRECTORY_MATCH, FILES_MATCH -> RegexProblem.compile(argument, false, problems).map(Selector.Matching::new);
        };
    }

    /** The regular expression for a directory, whose names are those of httpd: without slash at the end. */
    private static String directory(String text) {
        String name = text.replaceAll("/+", "/");
        return Wildcards.regex(name.length() > 1 && name.endsWith("/") ? name.substring(0, name.length() - 1) : name, false);
    }

    /** The addresses of a {@code <VirtualHost>}; one without port means every port. httpd looks up names when it starts. */
    List<VirtualHost.Address> addresses(Problems problems) {
        List<VirtualHost.Address> addresses = new ArrayList<>();
        for (Word word : arguments) {
            String text = word.text();
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.indexOf(']') && text.substring(colon + 1).matches("[0-9]{1,5}|\\*");
            String port = hasPort ? text.substring(colon + 1) : "";
            String host = (hasPort ? text.substring(0, colon) : text).replaceAll("^\\[|]$", "");
            boolean every = host.equals("*") || host.equalsIgnoreCase("_default_") || host.isEmpty();
            Optional<InetAddress> ip = every ? Optional.empty() : Authority.address(host);
            if (!every && ip.isEmpty()) problems.error(word.place(), "\"" + host + "\" is not an IP address", "names are not looked up; write the address, or *, and the name in ServerName");
            boolean anyPort = port.isEmpty() || port.equals("*");
            addresses.add(new VirtualHost.Address(ip.filter(address -> !address.isAnyLocalAddress()).map(address -> IpAddress.canonical(address.getHostAddress())), anyPort ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
        }
        return addresses;
    }
}
