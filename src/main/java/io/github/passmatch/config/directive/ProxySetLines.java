package io.github.passmatch.config.directive;

import io.github.passmatch.config.balance.Balancers;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ParameterDefaults;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Wildcards;
import io.github.passmatch.config.text.Word;
import java.util.List;
import java.util.Optional;

/** Reads {@code ProxySet} lines and the parameters in the header of a {@code <Proxy>} section. */
public final class ProxySetLines {

    private ProxySetLines() { }

    static void proxySet(Line line, LineContext context) {
        if (context.section().isPresent()) {
            inSection(line, context.section().get(), context);
            return;
        }
        if (line.count() < 2 || !isUrl(line.argument(0).text())) {
            context.problems().error(line.count() == 0 ? line.end() : line.argument(0).place(), "ProxySet needs a URL and parameters outside of <Proxy>",
                    "write ProxySet http://host:port/path name=value");
            return;
        }
        add(line.argument(0), line.arguments().subList(1, line.count()), false, context);
    }

    private static void inSection(Line line, SectionDraft section, LineContext context) {
        if (section.kind != SectionDraft.Kind.PROXY || Wildcards.isPattern(section.argument.text()))
            context.problems().error(line.place(), "ProxySet is not allowed in a section of patterns", "name one URL in <Proxy>");
        else if (line.count() > 0 && isUrl(line.argument(0).text()))
            context.problems().error(line.argument(0).place(), "ProxySet takes no URL in <Proxy>", "the path or URL of the section is used; remove it here");
        else add(section.argument, line.arguments(), true, context);
    }

    /** Stores parameters for the rules whose URL begins with {@code url}. */
    public static void add(Word url, List<Word> parameters, boolean opensWorker, LineContext context) {
        if (Balancers.isOne(url)) {
            BalancerLines.set(url, parameters, context);
            return;
        }
        RuleDraft scratch = new RuleDraft("ProxySet", url.place(), context.server(), Optional.empty());
        parameters.forEach(word -> Parameters.read(word, scratch, context.problems()));
        context.config().defaults.add(new ParameterDefaults(url.text(), parameters, opensWorker));
    }

    private static boolean isUrl(String text) {
        return text.contains("://") || text.startsWith("unix:") || text.startsWith("balancer:");
    }
}
