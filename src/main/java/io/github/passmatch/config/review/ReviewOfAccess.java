package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.UnobeyedLine;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports the lines that restrict access in httpd and are not obeyed: as errors, or as one note after {@code PassmatchAccessControl Elsewhere}. */
final class ReviewOfAccess {

    private record Group(Object scope, String subject) { }

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfAccess(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        List<UnobeyedLine> lines = new ArrayList<>(config.unobeyed);
        if (!config.modules.areListed()) lines.addAll(config.skippedRestrictions);
        boolean servesFiles = ReviewOfFiles.servesFiles(config);
        if (servesFiles && !config.modules.areListed()) lines.addAll(config.skippedFileRestrictions);
        if (!servesFiles) lines.removeIf(line -> line.context().section().filter(section -> section.kind.ofFiles()).isPresent());
        Map<Boolean, List<UnobeyedLine>> byElsewhere = lines.stream().collect(Collectors.partitioningBy(UnobeyedLine::isElsewhere));
        errors(byElsewhere.get(false));
        note(byElsewhere.get(true));
    }

    /** One error for each module in each scope, because a module has many lines. */
    private void errors(List<UnobeyedLine> lines) {
        Map<Group, List<UnobeyedLine>> groups = new LinkedHashMap<>();
        for (UnobeyedLine line : lines) groups.computeIfAbsent(new Group(line.context().scope(), line.subject()), key -> new ArrayList<>()).add(line);
        for (List<UnobeyedLine> group : groups.values()) {
            UnobeyedLine first = group.get(0);
            String more = group.size() == 1 ? "" : " (and " + (group.size() - 1) + (group.size() == 2 ? " more line" : " more lines") + " like it)";
            problems.error(first.finding(), first.place(), first.message() + more, first.hint());
        }
    }

    private void note(List<UnobeyedLine> lines) {
        if (lines.isEmpty()) return;
        String names = lines.stream().map(UnobeyedLine::name).distinct().collect(Collectors.joining(", "));
        problems.note(Finding.ACCESS_ELSEWHERE, place(lines.get(0)), lines.size() + (lines.size() == 1 ? " line that restricts" : " lines that restrict") + " access in httpd " + (lines.size() == 1 ? "is" : "are")
                + " not obeyed (" + names + "), because something else does this", "");
    }

    private Place place(UnobeyedLine line) {
        return Stream.of(line.context().scope(), line.context().server().scope, config.main.scope).map(scope -> Optional.ofNullable(scope.directivePlaces.get("PassmatchAccessControl")))
                .flatMap(Optional::stream).findFirst().orElse(line.place());
    }
}
