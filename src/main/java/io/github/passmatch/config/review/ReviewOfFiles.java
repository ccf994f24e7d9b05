package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.FileFinding;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.match.PathPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports lines that name files for responses, such as {@code DocumentRoot}: only where the rules do not take every request. */
final class ReviewOfFiles {

    private final ConfigDraft config;

    ReviewOfFiles(ConfigDraft config) {
        this.config = config;
    }

    void run() {
        boolean serves = servesFiles(config);
        if (serves) {
            report(true);
            report(false);
        } else {
            config.fileFindings.forEach(finding -> finding.line().noteIgnored(config.problems));
        }
        List<Line> mattering = new ArrayList<>();
        for (ServerDraft server : config.servers()) {
            boolean matters = !takesAll(server);
            for (Line line : server.files) {
                if (matters) mattering.add(line);
                else line.noteIgnored(config.problems);
            }
        }
        if (mattering.isEmpty()) return;
        List<String> names = mattering.stream().map(line -> line.name().text()).distinct().collect(Collectors.toCollection(ArrayList::new));
        if (config.standalone) {
            config.problems.warn(Finding.NOT_IN_FORCE, mattering.get(0).place(), String.join(", ", names) + (names.size() == 1 ? " has" : " have") + " no effect: files are only those of DocumentRoot and Alias", "write Alias");
            mattering.subList(1, mattering.size()).forEach(line -> line.noteIgnored(config.problems));
            return;
        }
        config.problems.warn(Finding.NOT_IN_FORCE, mattering.get(0).place(), "no files are served here, so a request that no rule takes continues down the filter chain, and java -jar answers 404 ("
                + String.join(", ", names) + ")", "serve the files with the container or with the upstream");
        mattering.subList(1, mattering.size()).forEach(line -> line.noteIgnored(config.problems));
    }

    /** One warning, and one note: a real httpd.conf has many such lines. */
    private void report(boolean warns) {
        List<FileFinding> findings = config.fileFindings.stream().filter(finding -> finding.warns() == warns).toList();
        if (findings.isEmpty()) return;
        String message = findings.stream().map(FileFinding::message).distinct().collect(Collectors.joining("; "));
        FileFinding first = findings.get(0);
        String hint = findings.stream().map(FileFinding::hint).filter(text -> !text.isEmpty()).distinct().collect(Collectors.joining("; "));
        if (warns) config.problems.warn(Finding.NOT_IN_FORCE, first.place(), message, hint);
        else config.problems.note(Finding.DEPARTURE, first.place(), message, hint);
    }

    /** Whether a server answers requests by files. */
    static boolean servesFiles(ConfigDraft config) {
        return config.standalone && config.servers().stream()
                .anyMatch(server -> !takesAll(server) && (server.inherited(from -> from.documentRoot).isPresent() || !server.joined(from -> from.fileAliases).isEmpty()));
    }

    /** Whether a rule takes every path, and no rule excludes some. */
    static boolean takesAll(ServerDraft server) {
        List<RuleDraft> rules = new ArrayList<>(server.joined(from -> from.rules));
        server.joined(from -> from.sections).forEach(section -> section.rule.ifPresent(rules::add));
        boolean excludes = rules.stream().anyMatch(rule -> rule.target.isEmpty());
        Optional<RuleDraft> whole = rules.stream().filter(rule -> rule.pattern instanceof PathPrefix prefix && prefix.text().equals("/")).findFirst();
        return whole.isPresent() && !excludes;
    }
}
