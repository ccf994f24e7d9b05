package io.github.passmatch.config.directive;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import java.util.Locale;

/** {@code RewriteRule} is not ours (departure 24); where one only proxies, the {@code ProxyPassMatch} line that does the same is told. */
final class RewriteAdvice {

    private RewriteAdvice() { }

    static void of(Line line, Problems problems) {
        boolean proxies = line.count() == 3 && flags(line.argument(2).text()).contains(",p,");
        boolean simple = proxies && !line.argument(0).text().startsWith("!") && !line.argument(1).text().contains("%{") && line.argument(1).text().contains("://");
        if (!proxies) problems.warn(Finding.REWRITE_RULE, line.place(), "RewriteRule is not ours and has no effect", "");
        else problems.warn(Finding.REWRITE_RULE, line.place(), "RewriteRule is not ours and has no effect", simple
                ? "write ProxyPassMatch \"" + line.argument(0).text() + "\" \"" + line.argument(1).text() + "\"" + (line.argument(1).text().contains("$") ? " enablereuse=on" : "") : "write it as ProxyPass or ProxyPassMatch");
    }

    private static String flags(String text) {
        return "," + text.replaceAll("[\\[\\] ]", "").toLowerCase(Locale.ROOT).replace("proxy", "p") + ",";
    }
}
