package io.github.passmatch.config.directive;

import io.github.passmatch.config.access.AccessLines;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.KnownNames;
import io.github.passmatch.config.text.Line;
import java.util.List;

/** Reports a directive that has no effect here: the directive concerns httpd only, is not supported yet, or is unknown. */
public final class OtherLines {

    /** Directives of mod_proxy that this version does not support. */
    private static final List<String> NOT_SUPPORTED_YET = List.of("ProxyDomain");

    private OtherLines() { }

    public static void read(Line line, LineContext context) {
        Problems problems = context.problems();
        String name = line.name().text();
        if (AccessLines.report(line, context) || AccessLines.tls(line, context)) return;
        if (line.name().is("ProxyRequests")) proxyRequests(line, problems);
        else if (isNginx(line)) problems.error(line.place(), "this is a block of nginx's configuration", "write <Location /path> ... </Location>, and ProxyPass in it");
        else if (line.name().is("ProxyStatus")) line.noteIgnored(problems);
        else if (isUnsupported(name)) problems.warn(Finding.NOT_IN_FORCE, line.place(), name + " is recognised, but has no effect yet", "");
        else if (KnownNames.contains(name)) IgnoredWords.ofHttpd(line, context);
        else if (!IgnoredWords.ofAnotherModule(line, problems)) unknown(line, problems);
    }

    /** A block of nginx, such as {@code location /a} with an opening brace. */
    private static boolean isNginx(Line line) {
        return (line.name().is("location") || line.name().is("server") || line.name().is("upstream")) && line.rest().endsWith("{") || line.name().is("proxy_pass") || line.name().is("}");
    }

    private static boolean isUnsupported(String name) {
        return NOT_SUPPORTED_YET.stream().anyMatch(name::equalsIgnoreCase) || name.regionMatches(true, 0, "sslproxy", 0, 8);
    }

    private static void proxyRequests(Line line, Problems problems) {
        boolean on = line.count() > 0 && line.argument(0).is("on");
        if (on) problems.warn(Finding.NOT_IN_FORCE, line.place(), "ProxyRequests On makes httpd a forward proxy; Passmatch is a reverse proxy only, so the line has no effect", "a reverse proxy never needs it");
    }

    private static void unknown(Line line, Problems problems) {
        String name = line.name().text();
        List<String> supported = Directives.all().stream().map(Directive::name).toList();
        String hint = Hints.didYouMean(name, supported);
        problems.error(Finding.UNKNOWN_DIRECTIVE, line.place(), "unknown directive \"" + name + "\"", hint.isEmpty() ? Hints.didYouMean(name, KnownNames.all()) : hint);
    }
}
