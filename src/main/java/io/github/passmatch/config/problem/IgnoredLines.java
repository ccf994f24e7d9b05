package io.github.passmatch.config.problem;

import java.util.List;
import java.util.Optional;

/** The lines of a configuration that concern httpd alone: a real httpd.conf has hundreds, so one sentence reports all of them. */
public final class IgnoredLines {

    private static final int NAMES_SHOWN = 8;

    private IgnoredLines() { }

    /** Whether {@code problem} only says that httpd alone is concerned. */
    public static boolean isOne(Problem problem) {
        return problem.finding() == Finding.NOT_OURS;
    }

    /** How many lines there are, and the first names among them; empty if there is none. */
    public static Optional<String> summary(List<Problem> problems) {
        List<Problem> lines = problems.stream().filter(IgnoredLines::isOne).toList();
        if (lines.isEmpty()) return Optional.empty();
        List<String> names = lines.stream().map(problem -> problem.message().split(" ", 2)[0]).distinct().toList();
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size()))) + (names.size() > NAMES_SHOWN ? ", …" : "");
        return Optional.of(lines.size() + (lines.size() == 1 ? " line concerns" : " lines concern") + " httpd only and " + (lines.size() == 1 ? "is" : "are") + " ignored (" + shown + ")");
    }
}
