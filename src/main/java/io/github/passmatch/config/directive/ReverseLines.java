package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.SectionDraft.Kind;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Wildcards;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.reverse.ReverseRule;
import java.util.List;

/** Reads {@code ProxyPassReverse} lines. */
final class ReverseLines {

    private ReverseLines() { }

    static void reverse(Line line, LineContext context) {
        if (context.section().isPresent()) inSection(line, context.section().get(), context);
        else if (line.count() < 2)
            context.problems().error(line.end(), "ProxyPassReverse needs a path and a URL", "write ProxyPassReverse /app http://host:port/app");
        else add(line, line.argument(0).text(), line.argument(1).text(), 2, context);
    }

    private static void inSection(Line line, SectionDraft section, LineContext context) {
        if (line.count() == 0)
            context.problems().error(line.end(), "ProxyPassReverse needs a URL", "write ProxyPassReverse http://host:port/app");
        else if (line.count() > 1 && line.argument(0).text().startsWith("/"))
            context.problems().error(line.argument(0).place(), "ProxyPassReverse takes no path in " + section.kind, "the path or URL of the section is used; remove it here");
        else if (section.kind != Kind.LOCATION || Wildcards.isPattern(section.argument.text()))
            context.problems().warn(Finding.REDIRECT_NOT_MAPPED, line.place(), "ProxyPassReverse has no effect in " + section.kind + ": httpd would put the text of the pattern into URLs",
                    "write the line outside of the section, with the path before the URL");
        else add(line, section.argument.text(), line.argument(0).text(), 1, context);
    }

    private static void add(Line line, String path, String url, int next, LineContext context) {
        boolean expression = path.startsWith("^") || path.contains("(") && path.contains(")") || url.matches(".*\\$[0-9].*");
        if (expression) context.problems().warn(Finding.REDIRECT_NOT_MAPPED, line.argument(0).place(), "ProxyPassReverse takes no regular expression, so this line has no effect", "write the part of the path and of the URL that is the same for all requests");
        boolean interpolate = false;
        List<Word> rest = line.arguments().subList(next, line.count());
        for (Word word : rest) {
            if (word.is("interpolate")) interpolate = true;
            else context.problems().warn(Finding.NOT_IN_FORCE, word.place(), "\"" + word.text() + "\" has no effect in ProxyPassReverse, as in httpd", Parameters.isNamed(word.text()) ? "write parameters on the line of ProxyPass" : "");
        }
        context.scope().reverse.add(new ReverseRule(line.place(), Bytes.of(path), Bytes.of(url), interpolate));
    }
}
