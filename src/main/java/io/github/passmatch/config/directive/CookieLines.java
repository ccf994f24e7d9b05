package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.CookieRule.Attribute;

/** Reads {@code ProxyPassReverseCookiePath} and {@code ProxyPassReverseCookieDomain} lines. */
final class CookieLines {

    private CookieLines() { }

    static void path(Line line, ScopeDraft scope) {
        rule(line, Attribute.PATH, "/app /public", scope);
    }

    static void domain(Line line, ScopeDraft scope) {
        rule(line, Attribute.DOMAIN, "app.internal www.example.org", scope);
    }

    private static void rule(Line line, Attribute attribute, String example, ScopeDraft scope) {
        Problems problems = scope.problems;
        String name = line.name().text();
        if (line.count() < 2) {
            problems.error(line.end(), name + " needs the upstream's " + word(attribute) + " and the one for the client", "write " + name + " " + example);
            return;
        }
        boolean valid = hasValidEnd(line, problems);
        for (Word word : line.arguments().subList(0, 2)) valid &= isAttributeText(word, attribute, problems);
        Word internal = line.argument(0);
        neverMatches(internal, attribute, problems);
        if (valid) scope.cookies.add(new CookieRule(line.place(), attribute, Bytes.of(internal.text()), Bytes.of(line.argument(1).text()), line.count() == 3));
    }

    private static boolean hasValidEnd(Line line, Problems problems) {
        if (line.count() == 2 || line.count() == 3 && line.argument(2).is("interpolate")) return true;
        Word extra = line.argument(line.argument(2).is("interpolate") ? 3 : 2);
        problems.error(extra.place(), "\"" + extra.text() + "\" is not allowed after the two arguments of " + line.name().text(),
                extra.isComment() ? Word.NO_COMMENT : "only interpolate is");
        return false;
    }

    /** A semicolon or a control character would change the structure of the field. */
    private static boolean isAttributeText(Word word, Attribute attribute, Problems problems) {
        int bad = 0;
        while (bad < word.text().length() && word.text().charAt(bad) != ';' && !Character.isISOControl(word.text().charAt(bad))) bad++;
        if (bad == word.text().length()) return true;
        problems.error(word.at(bad), "a cookie's " + word(attribute) + " must not contain a " + (word.text().charAt(bad) == ';' ? "semicolon" : "control character"), "");
        return false;
    }

    private static void neverMatches(Word internal, Attribute attribute, Problems problems) {
        String text = internal.text();
        if (text.contains("${")) return;
        if (attribute == Attribute.PATH && !text.startsWith("/"))
            problems.warn(internal.place(), "the path \"" + text + "\" does not begin with a slash, so no cookie has this path", pathHint(text));
        if (attribute == Attribute.DOMAIN && (text.contains("/") || text.contains(":")))
            problems.warn(internal.place(), "\"" + text + "\" is never the domain of a cookie", "write only the host name, without scheme, port and path");
    }

    private static String pathHint(String text) {
        return text.contains("://") ? "write the path alone, without scheme and host" : "write \"/" + text + "\"";
    }

    private static String word(Attribute attribute) {
        return attribute == Attribute.PATH ? "path" : "domain";
    }
}
