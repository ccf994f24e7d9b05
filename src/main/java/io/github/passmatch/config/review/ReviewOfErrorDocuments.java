package io.github.passmatch.config.review;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.error.ErrorDocument;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.match.RuleTrace;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.Scope;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.ServerConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds error pages for failures of an upstream that a rule requests from the same upstream. */
final class ReviewOfErrorDocuments {

    /** The statuses with which the proxy answers when an upstream fails. */
    private static final List<Integer> FAILURES = List.of(502, 503, 504);

    private final Problems problems;
    private final Set<Place> told = new HashSet<>();

    ReviewOfErrorDocuments(Problems problems) {
        this.problems = problems;
    }

    void run(ProxyConfig config) {
        for (ServerConfig server : config.servers())
            Stream.concat(Stream.of(server.scope()), server.locations().stream().map(Section::scope)).forEach(scope -> review(scope, server));
    }

    private void review(Scope scope, ServerConfig server) {
        for (int status : FAILURES) {
            Optional<ErrorDocument> document = scope.errors().documentFor(status);
            if (document.isPresent() && document.get() instanceof ErrorDocument.LocalPath page && !told.contains(page.place())) review(status, page, server);
        }
    }

    private void review(int status, ErrorDocument.LocalPath page, ServerConfig server) {
        if (!(match(page.path(), server) instanceof Match.Forwarded forwarded) || !sharesUpstream(forwarded, server)) return;
        told.add(page.place());
        String path = page.path().replaceFirst("\\?.*", "");
        problems.warn(Finding.ERROR_DOCUMENT_OF_UPSTREAM, page.place(), "if the upstream fails, " + path + " is requested from the same upstream (" + forwarded.rule().place().fileAndLine() + "), so clients get the built-in page",
                "write ErrorDocument " + status + " \"text\", or ProxyPass \"" + path + "\" ! before the rule if the container has the page");
    }

    /** What the rules do with the path. Redirects, rewriting and variables are left out. */
    private static Match match(String page, ServerConfig server) {
        int mark = page.indexOf('?');
        RequestPath path = new RequestPath(mark < 0 ? page : page.substring(0, mark), mark < 0 ? null : page.substring(mark + 1), server.settings().encodedSlashes(), server.settings().mergeSlashes());
        List<Section> sections = server.locations();
        for (int i = sections.size() - 1; i >= 0; i--) {
            Optional<Rule> rule = sections.get(i).rule();
            Match match = rule.isEmpty() ? RuleSet.NONE : RuleSet.match(rule.get(), path, null, RuleTrace.NONE);
            if (match != RuleSet.NONE) return match;
        }
        return server.rules().match(path, null);
    }

    /** Whether the upstream of the page has other work, or is the only one. */
    private static boolean sharesUpstream(Match.Forwarded page, ServerConfig server) {
        List<Rule> others = Stream.concat(server.rules().rules().stream(), server.locations().stream().flatMap(section -> section.rule().stream()))
                .filter(rule -> !rule.excludes() && rule.number() != page.rule().number()).toList();
        return others.isEmpty() || others.stream().anyMatch(rule -> rule.destination().orElseThrow().target().authority().equals(Optional.of(page.target().authority())));
    }
}
