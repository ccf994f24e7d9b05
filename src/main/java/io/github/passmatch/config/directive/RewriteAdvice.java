package io.github.passmatch.config.directive;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reports {@code RewriteRule} (departure 24), and for a line that only proxies suggests the {@code ProxyPassMatch} line with the same effect. */
final class RewriteAdvice {

    /** Flags which have no effect on a rule that only proxies. */
    private static final List<String> HARMLESS = List.of("p", "proxy", "l", "last", "qsa", "qsappend");
    private static final List<String> IGNORE_CASE = List.of("nc", "nocase");

    private RewriteAdvice() { }

    static void of(Line line, Problems problems) {
        problems.warn(Finding.REWRITE_RULE, line.place(), "RewriteRule has no effect here", hint(line));
    }

    private static String hint(Line line) {
        if (line.count() != 3) return "";
        List<String> flags = Arrays.asList(line.argument(2).text().toLowerCase(Locale.ROOT).replaceAll("[\\[\\] ]", "").split(","));
        if (!flags.contains("p") && !flags.contains("proxy")) return "";
        String pattern = line.argument(0).text();
        String url = line.argument(1).text();
        boolean expressible = flags.stream().allMatch(flag -> HARMLESS.contains(flag) || IGNORE_CASE.contains(flag))
                && !pattern.startsWith("!") && !url.matches("(?s).*[%?].*") && url.contains("://");
        if (!expressible) return "write it as ProxyPass or ProxyPassMatch";
        if (!url.contains("$")) return "write it as ProxyPass, or as ProxyPassMatch with a back-reference: without one, the request path is appended to the URL";
        String start = "write ProxyPassMatch \"" + (flags.stream().anyMatch(IGNORE_CASE::contains) ? "(?i)" : "") + pattern + "\" \"" + url + "\"";
        return hostVaries(url) ? start + "; connections are not reused, because host or port comes from the request" : start + " enablereuse=on; without enablereuse=on, connections are not reused";
    }

    private static boolean hostVaries(String url) {
        try {
            return Target.withReferences(Bytes.of(url)).authority().isEmpty();
        } catch (BadTarget e) {
            return true;
        }
    }
}
