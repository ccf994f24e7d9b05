package io.github.passmatch.config.problem;

import java.util.List;
import java.util.Optional;

/** Summarizes the lines that concern httpd only: a real httpd.conf has hundreds of them, so one sentence reports all. */
public final class IgnoredLines {

    private static final int NAMES_SHOWN = 8;

    private IgnoredLines() { }

    /** Whether {@code problem} reports a line that concerns httpd only. */
    public static boolean isOne(Problem problem) {
        return problem.finding() == Finding.NOT_OURS;
    }

    /** The number of such lines and the first names; empty if there are none. */
    public static Optional<String> summary(List<Problem> problems) {
        List<Problem> lines = problems.stream().filter(IgnoredLines::isOne).toList();
        if (lines.isEmpty()) return Optional.empty();
        List<String> names = lines.stream().map(problem -> problem.message().split(" ", 2)[0]).distinct().toList();
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size()))) + (names.size() > NAMES_SHOWN ? ", …" : "");
        return Optional.of(lines.size() + (lines.size() == 1 ? " line concerns" : " lines concern") + " httpd only and " + (lines.size() == 1 ? "is" : "are") + " ignored (" + shown + ")");
    }
}
