package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RewriteDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.connection.ReuseDecision.Cause;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.rewrite.Redirect;
import io.github.passmatch.rules.rewrite.RewriteFlags;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds redirects and rewrite rules that work as in httpd, but probably not as intended. */
final class ReviewOfRewriting {

    private ReviewOfRewriting() { }

    /** Reviews a {@code RewriteRule} with [P]. */
    static void forwarding(RuleDraft draft, Rule built, Problems problems) {
        Cause cause = built.destination().orElseThrow().connections().reuse().cause();
        if (cause == Cause.VARYING_AUTHORITY)
            problems.warn(Finding.STEERABLE_TARGET, draft.url.place(), "host or port comes from the request, so connections are never reused; and if the expression and the conditions match any text, the client chooses the upstream (open proxy)",
                    "write a fixed host name, so that clients cannot choose the host");
        else if (cause == Cause.REWRITTEN && !draft.target.orElseThrow().isWebSocket())        // a tunnel uses its connection up
            problems.warn(Finding.REWRITE_RULE, draft.url.place(), "connections are not kept: the default for RewriteRule with [P], as in httpd", "write <Proxy \"" + origin(built) + "/\">, in it ProxySet enablereuse=on, and </Proxy>");
    }

    private static String origin(Rule rule) {
        return rule.destination().orElseThrow().target().authority().orElseThrow().toString();
    }

    static void run(ConfigDraft config) {
        Stream.concat(Stream.of(config.main), config.hosts.stream()).forEach(server -> {
            redirects(server, config.problems);
            server.rewriting.filter(rewriting -> !rewriting.rules.isEmpty()).ifPresent(rewriting -> rules(server, rewriting, config.problems));
        });
    }

    /** As in httpd, all ProxyPass lines come before all Redirect lines. */
    private static void redirects(ServerDraft server, Problems problems) {
        List<RuleDraft> rules = server.joined(from -> from.rules);
        for (Redirect redirect : server.redirects) {
            if (!(redirect.pattern().orElse(null) instanceof PathPrefix path)) continue;
            Optional<RuleDraft> first = rules.stream().filter(rule -> rule.pattern instanceof PathPrefix prefix && prefix.covers(path)).findFirst();
            first.filter(rule -> rule.target.isPresent()).ifPresent(rule -> problems.warn(Finding.NEVER_MATCHES, redirect.place(),
                    "this redirect is never sent: ProxyPass " + rule.pattern.text() + " (" + rule.place.fileAndLine() + ") forwards these paths, and as in httpd it is tried before all redirects, wherever the lines stand",
                    "write ProxyPass " + path.text() + " ! before that line, or put the redirect into <Location " + path.text() + ">"));
        }
    }

    private static void rules(ServerDraft server, RewriteDraft rewriting, Problems problems) {
        boolean on = server.inherited(from -> from.rewriting.flatMap(draft -> draft.engine)).orElse(false);
        boolean inSection = server.joined(from -> from.sections).stream().anyMatch(section -> section.rewriting.flatMap(draft -> draft.engine).orElse(false));
        RewriteDraft.Line first = rewriting.rules.get(0);
        if (!on && !inSection) {
            problems.warn(Finding.REWRITE_RULE, first.place(), "RewriteEngine is Off, so the RewriteRule lines of this server are not applied", "write RewriteEngine On");
            return;
        }
        for (int i = 0; i < rewriting.rules.size(); i++) {
            RewriteDraft.Line line = rewriting.rules.get(i);
            boolean lastLine = i == rewriting.rules.size() - 1 || line.flags().last() || line.flags().end();
            if (lastLine && givesFile(line)) problems.warn(Finding.REWRITE_RULE, line.place(), "the new path is looked for in files, as in httpd: ProxyPass is not applied to it, and requests are answered with 404", "add [PT]");
        }
    }

    private static boolean givesFile(RewriteDraft.Line line) {
        RewriteFlags flags = line.flags();
        return line.substitution().isPresent() && line.substitution().get().toString().startsWith("/") && flags.status().isEmpty() && !flags.proxies() && !flags.passes() && flags.rounds().isEmpty();
    }
}
