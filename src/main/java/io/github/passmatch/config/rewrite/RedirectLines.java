package io.github.passmatch.config.rewrite;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathPattern;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.rewrite.Redirect;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code Redirect} lines and their family. */
public final class RedirectLines {

    private static final int PERMANENT = 301;
    private static final int TEMPORARY = 302;

    private final Line line;
    private final LineContext context;
    private final Problems problems;
    private final boolean regex;

    private RedirectLines(Line line, LineContext context, boolean regex) {
        this.line = line;
        this.context = context;
        this.problems = context.problems();
        this.regex = regex;
    }

    public static void redirect(Line line, LineContext context) {
        new RedirectLines(line, context, false).read(line.arguments(), TEMPORARY, true);
    }

    public static void redirectMatch(Line line, LineContext context) {
        new RedirectLines(line, context, true).read(line.arguments(), TEMPORARY, true);
    }

    public static void permanent(Line line, LineContext context) {
        new RedirectLines(line, context, false).read(line.arguments(), PERMANENT, false);
    }

    public static void temp(Line line, LineContext context) {
        new RedirectLines(line, context, false).read(line.arguments(), TEMPORARY, false);
    }

    private void read(List<Word> words, int standard, boolean takesStatus) {
        OptionalInt given = takesStatus && !words.isEmpty() ? status(words.get(0)) : OptionalInt.empty();
        if (given.isPresent() && !isPossible(given.getAsInt())) {
            problems.error(words.get(0).place(), "a redirect answers with a status from 200 to 599, not " + words.get(0).text(), "");
            return;
        }
        int status = given.orElse(standard);
        List<Word> rest = given.isPresent() ? words.subList(1, words.size()) : words;
        boolean url = Redirect.hasUrl(status);
        boolean whole = context.section().isPresent() && rest.size() == (url ? 1 : 0);
        if (!whole && rest.size() != (url ? 2 : 1)) wrongCount(rest, url, takesStatus && given.isEmpty());
        else if (whole) ofSection(status, url ? Optional.of(rest.get(0)) : Optional.empty());
        else ofPath(status, rest.get(0), url ? Optional.of(rest.get(1)) : Optional.empty());
    }

    private void wrongCount(List<Word> rest, boolean url, boolean mayTakeStatus) {
        String name = line.name().text();
        String path = regex ? "a regular expression" : "a path";
        boolean tooMany = rest.size() > (url ? 2 : 1);
        if (tooMany && mayTakeStatus && rest.size() == 3)
            problems.error(rest.get(0).place(), "\"" + rest.get(0).text() + "\" is not a status", "write permanent, temp, seeother, gone or a number such as 301");
        else if (tooMany)
            problems.error(rest.get(url ? 2 : 1).place(), name + " takes " + path + (url ? " and a URL" : " and no URL with this status"), rest.get(url ? 2 : 1).isComment() ? Word.NO_COMMENT : "");
        else
            problems.error(line.end(), name + " needs " + path + (url ? " and a URL" : ""), regex ? "write " + name + " \"^/old/(.*)\" \"https://www.example.com/$1\"" : "write " + name + " /old https://www.example.com/new");
    }

    private void ofSection(int status, Optional<Word> url) {
        SectionDraft section = context.section().orElseThrow();
        if (url.isPresent() && url.get().text().contains("%{")) {
            problems.error(url.get().at(url.get().text().indexOf("%{")), "an expression in a redirect is valid in httpd, and not supported here", "write RewriteEngine On and RewriteRule ^ " + (url.get().text().contains(" ") ? "URL" : url.get().text()) + " [R=" + status + ",L] instead; %{…} then must be a variable");
        } else if (url.isPresent() && url.get().text().matches(".*\\$[0-9].*")) {
            problems.error(url.get().place(), "$ and a digit stands for no text here: the line has no regular expression", "write RedirectMatch with a regular expression");
        } else if (url.isEmpty() || isUrl(url.get())) {
            section.wholeRedirect = Optional.of(Redirect.ofSection(line.place(), line.text(), status, url.map(word -> Bytes.of(word.text())).orElse("")));
        }
    }

    private void ofPath(int status, Word from, Optional<Word> url) {
        Optional<PathPattern> pattern = regex ? RegexProblem.compile(from, false, problems).map(PathRegex::new) : Optional.of(new PathPrefix(Bytes.of(from.text())));
        if (!regex && !from.text().startsWith("/")) {
            problems.error(from.place(), "the path \"" + from.text() + "\" does not begin with a slash, so it would never match", from.text().startsWith("^") ? "did you mean RedirectMatch? " + line.name().text() + " takes a plain path" : "write \"/" + from.text() + "\"");
            return;
        }
        boolean valid = url.isEmpty() || isUrl(url.get());
        if (pattern.isEmpty() || !valid) return;
        url.filter(word -> word.text().contains("%{")).ifPresent(word -> problems.warn(word.at(word.text().indexOf("%{")), "%{…} is sent as it is: " + line.name().text() + " with a path replaces no variables, as in httpd", "write a RewriteRule with [R=" + status + ",L]"));
        Redirect redirect = new Redirect(line.place(), line.text(), status, pattern.get(), url.map(word -> Bytes.of(word.text())).orElse(""));
        context.section().map(section -> section.redirects).orElse(context.server().redirects).add(redirect);
    }

    /** Reports a URL that could never be sent. */
    private boolean isUrl(Word url) {
        String text = url.text();
        boolean fine = Redirect.isUrl(text) || regex && text.startsWith("$");
        if (!fine) problems.error(url.place(), "\"" + text + "\" is neither a URL nor a path that begins with a slash", "write https://host/path or /path");
        return fine;
    }

    private static boolean isPossible(int status) {
        return status >= 200 && status <= 599;
    }

    private static OptionalInt status(Word word) {
        return switch (word.text().toLowerCase(Locale.ROOT)) {
            case "permanent" -> OptionalInt.of(PERMANENT);
            case "temp" -> OptionalInt.of(TEMPORARY);
            case "seeother" -> OptionalInt.of(303);
            case "gone" -> OptionalInt.of(410);
            default -> word.text().matches("[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(word.text())) : OptionalInt.empty();
        };
    }
}
