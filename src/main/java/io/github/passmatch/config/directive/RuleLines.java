package io.github.passmatch.config.directive;

import io.github.passmatch.config.balance.Balancers;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.SectionDraft.Kind;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Wildcards;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.util.Optional;

/** Reads {@code ProxyPass} and {@code ProxyPassMatch} lines. */
final class RuleLines {

    private RuleLines() { }

    static void proxyPass(Line line, LineContext context) {
        if (context.section().isPresent()) {
            inSection("ProxyPass", line, false, context);
            return;
        }
        boolean tilde = line.count() > 0 && line.argument(0).text().equals("~");
        if (tilde) outsideSection("ProxyPass", line, 1, true, context);
        else outsideSection("ProxyPass", line, 0, false, context);
    }

    static void proxyPassMatch(Line line, LineContext context) {
        if (line.count() > 0 && line.argument(0).text().equals("~"))
            context.problems().error(line.argument(0).place(), "ProxyPassMatch takes no ~", "ProxyPassMatch always takes a regular expression; remove the ~");
        else if (context.section().isPresent()) inSection("ProxyPassMatch", line, true, context);
        else outsideSection("ProxyPassMatch", line, 0, true, context);
    }

    private static void outsideSection(String name, Line line, int first, boolean regex, LineContext context) {
        if (line.count() < first + 2) {
            String form = regex ? "a regular expression and a URL" : "a path and a URL";
            context.problems().error(line.end(), name + " needs " + form, "write " + name + (regex ? " \"^/app/(.*)\" \"http://host:port/$1\"" : " /app http://host:port/app"));
            return;
        }
        RuleDraft rule = new RuleDraft(name, line.place(), context.server(), Optional.empty());
        boolean valid = pattern(line.argument(first), regex, rule, context.problems());
        valid &= destination(line, first + 1, regex, rule, context.problems());
        if (!valid) return;
        context.config().rules.add(rule);
        context.server().rules.add(rule);
    }

    /** Uses the argument of the section as path or regular expression; the last rule of a section counts. */
    private static void inSection(String name, Line line, boolean regex, LineContext context) {
        SectionDraft section = context.section().orElseThrow();
        if (!hasOneUrl(name, line, section, context.problems())) return;
        RuleDraft rule = new RuleDraft(name, line.place(), context.server(), context.section());
        String text = section.argument.text();
        boolean wildcards = Wildcards.isPattern(text);      // then httpd reads it as a regular expression in any section
        if (!regex && !wildcards && !text.startsWith("/"))
            context.problems().warn(line.place(), "this rule can never match: ProxyPass reads a regular expression without *, ? and [ as a plain path", "write ProxyPassMatch");
        if (!regex && wildcards && section.kind == Kind.LOCATION)
            context.problems().warn(line.place(), "ProxyPass reads the pattern of <Location> as a regular expression", "write a <LocationMatch> with a regular expression, and ProxyPassMatch");
        boolean search = regex || wildcards;
        boolean valid = search ? regex(section.argument, rule, context.problems()) : prefix(section.argument, rule);
        boolean hasUrl = destination(line, 0, search, rule, context.problems());
        if (!valid || !hasUrl) return;
        section.rule.ifPresent(earlier -> {
            context.problems().warn(earlier.place, "this line has no effect: a section has one ProxyPass, and line " + line.place().line() + " replaces it", "");
            context.config().rules.remove(earlier);
        });
        section.rule = Optional.of(rule);
        context.config().rules.add(rule);
    }

    private static boolean hasOneUrl(String name, Line line, SectionDraft section, Problems problems) {
        if (line.count() == 0) {
            problems.error(line.end(), name + " needs a URL", "write " + name + " http://host:port/path");
            return false;
        }
        boolean path = line.count() > 1 && (line.argument(1).text().contains("://") || line.argument(1).text().equals("!"));
        if (path) problems.error(line.argument(0).place(), name + " takes no path in " + section.kind, "the path or URL of the section is used; remove it here");
        return !path;
    }

    private static boolean destination(Line line, int at, boolean regex, RuleDraft rule, Problems problems) {
        rule.url = line.argument(at);
        boolean excludes = rule.url.text().equals("!");
        if (Parameters.isNamed(rule.url.text())) {
            problems.error(rule.url.place(), "expected a URL, found a parameter: " + rule.url.text(), "put the parameters after the URL");
            return false;
        }
        rule.parameters = line.arguments().subList(at + 1, line.count());
        boolean balanced = Balancers.isOne(rule.url);
        if (balanced) BalancerLines.ofRule(rule, problems);
        else for (Word word : rule.parameters) {
            if (excludes) afterExclusion(word, problems);
            else Parameters.read(word, rule, problems);
            if (word.isComment()) break;      // the remaining words are probably a comment, which was reported
        }
        return excludes || target(rule, regex, problems);
    }

    private static boolean pattern(Word word, boolean regex, RuleDraft rule, Problems problems) {
        if (regex) return regex(word, rule, problems);
        if (!word.text().startsWith("/") && !word.text().startsWith("${")) {
            problems.error(word.place(), "the path \"" + word.text() + "\" does not begin with a slash, so it would never match", pathHint(word.text()));
            return false;
        }
        return prefix(word, rule);
    }

    private static String pathHint(String text) {
        if (text.startsWith("^") || text.startsWith("(")) return "did you mean ProxyPassMatch? ProxyPass takes a plain path";
        if (text.contains("://")) return "write the path alone; <VirtualHost> chooses by host";
        return "write \"/" + text + "\"";
    }

    private static boolean prefix(Word word, RuleDraft rule) {
        rule.patternPlace = word.place();
        rule.pattern = new PathPrefix(Bytes.of(word.text()));
        return true;
    }

    private static boolean regex(Word word, RuleDraft rule, Problems problems) {
        rule.patternPlace = word.place();
        Optional<Pcre> regex = RegexProblem.compile(word, false, problems);
        regex.ifPresent(compiled -> rule.pattern = new PathRegex(compiled));
        return regex.isPresent();
    }

    private static boolean target(RuleDraft rule, boolean regex, Problems problems) {
        String url = Bytes.of(rule.url.text());
        try {
            boolean hostVaries = rule.interpolate && url.matches("[^:]*://[^/]*\\$\\{.*");
            rule.target = Optional.of(hostVaries ? Target.interpolated(url) : regex ? Target.withReferences(url) : Target.literal(url));
            return true;
        } catch (BadTarget e) {
            badTarget(rule.url, e, problems);
            return false;
        }
    }

    static void badTarget(Word url, BadTarget e, Problems problems) {
        String bytes = Bytes.of(url.text());
        problems.error(url.at(Bytes.toText(bytes.substring(0, Math.min(e.offset(), bytes.length()))).length()), e.getMessage() + ": " + url.text(), e.hint());
    }

    private static void afterExclusion(Word word, Problems problems) {
        if (word.text().contains("=")) problems.warn(word.place(), "a parameter after ! has no effect", "");
        else problems.error(word.place(), "\"" + word.text() + "\" is not allowed after !", "");
    }
}
