package io.github.passmatch.config;

import io.github.passmatch.rules.BadTarget;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.PathPrefix;
import io.github.passmatch.rules.PathRegex;
import io.github.passmatch.rules.ReverseRule;
import io.github.passmatch.rules.Target;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads {@code ProxyPass}, {@code ProxyPassMatch} and {@code ProxyPassReverse} lines. */
final class RuleLines {

    private RuleLines() { }

    static void proxyPass(Line line, ServerDraft draft) {
        boolean tilde = line.count() > 0 && line.argument(0).text().equals("~");
        if (tilde) rule("ProxyPass", line, 1, true, draft);
        else rule("ProxyPass", line, 0, false, draft);
    }

    static void proxyPassMatch(Line line, ServerDraft draft) {
        if (line.count() > 0 && line.argument(0).text().equals("~"))
            draft.problems.error(line.argument(0).place(), "ProxyPassMatch takes no ~", "it always reads a regular expression; leave the ~ out");
        else rule("ProxyPassMatch", line, 0, true, draft);
    }

    private static void rule(String name, Line line, int first, boolean regex, ServerDraft draft) {
        if (line.count() < first + 2) {
            String form = regex ? "a regular expression and a URL" : "a path and a URL";
            draft.problems.error(line.end(), name + " needs " + form, "write " + name + (regex ? " \"^/app/(.*)\" \"http://host:port/$1\"" : " /app http://host:port/app"));
            return;
        }
        RuleDraft rule = new RuleDraft(name, line.place());
        rule.url = line.argument(first + 1);
        boolean fine = pattern(line.argument(first), regex, rule, draft.problems);
        boolean excludes = rule.url.text().equals("!");
        if (!excludes) fine &= target(rule, regex, draft.problems);
        List<Word> words = line.arguments().subList(first + 2, line.count());
        for (Word word : words) {
            if (excludes) behindExclusion(word, draft.problems);
            else Parameters.read(word, rule, draft.problems);
            if (word.text().startsWith("#")) break;      // the rest is meant as a comment, and was reported as one
        }
        if (fine) draft.rules.add(rule);
    }

    private static boolean pattern(Word word, boolean regex, RuleDraft rule, Problems problems) {
        if (regex) return regex(word, rule, problems);
        if (!word.text().startsWith("/")) {
            problems.error(word.place(), "the path \"" + word.text() + "\" does not begin with a slash, so it would never match", "write \"/" + word.text() + "\"");
            return false;
        }
        rule.pattern = new PathPrefix(Bytes.of(word.text()));
        return true;
    }

    private static boolean regex(Word word, RuleDraft rule, Problems problems) {
        try {
            rule.pattern = PathRegex.compile(Bytes.of(word.text()));
            return true;
        } catch (PatternSyntaxException e) {
            problems.error(word.at(Math.min(Math.max(e.getIndex(), 0), word.text().length())), "the regular expression cannot be compiled: " + e.getDescription(), "");
            return false;
        }
    }

    private static boolean target(RuleDraft rule, boolean regex, Problems problems) {
        String url = Bytes.of(rule.url.text());
        try {
            rule.target = Optional.of(regex ? Target.withReferences(url) : Target.literal(url));
            return true;
        } catch (BadTarget e) {
            problems.error(rule.url.at(Bytes.toText(url.substring(0, Math.min(e.offset(), url.length()))).length()), e.getMessage() + ": " + rule.url.text(), e.hint());
            return false;
        }
    }

    private static void behindExclusion(Word word, Problems problems) {
        if (word.text().contains("=")) problems.warn(word.place(), "a parameter behind ! has no effect", "");
        else problems.error(word.place(), "\"" + word.text() + "\" cannot stand behind !", "");
    }

    static void reverse(Line line, ServerDraft draft) {
        if (line.count() < 2) {
            draft.problems.error(line.end(), "ProxyPassReverse needs a path and a URL", "write ProxyPassReverse /app http://host:port/app");
            return;
        }
        for (Word word : line.arguments().subList(2, line.count())) {
            if (word.is("interpolate")) draft.problems.warn(word.place(), "interpolate is accepted, but not in force in this version", "");
            else draft.problems.error(word.place(), "ProxyPassReverse takes a path and a URL, and nothing behind them", "");
        }
        draft.reverse.add(new ReverseRule(line.place(), Bytes.of(line.argument(0).text()), Bytes.of(line.argument(1).text())));
    }
}
