package io.github.passmatch.run;

import io.github.passmatch.config.Problem;
import io.github.passmatch.config.Problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code check} found in one configuration.
 *
 * @param file     as it was named
 * @param rules    how many it has; 0 if it is not usable
 * @param problems in the order of their places, those of included files among them
 */
record CheckedFile(Path file, int rules, List<Problem> problems) {

    CheckedFile {
        problems = List.copyOf(problems);
    }

    long count(Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }

    boolean usable() {
        return count(Severity.ERROR) == 0;
    }

    /** All problems, and a line that sums up. */
    String text() {
        List<String> parts = new ArrayList<>(List.of(usable() ? counted(rules, "rule") : "not usable"));
        for (Severity severity : Severity.values()) if (count(severity) > 0) parts.add(counted(count(severity), severity.name().toLowerCase(Locale.ROOT)));
        return Stream.concat(problems.stream().map(Problem::render), Stream.of(file + ": " + String.join(", ", parts))).collect(Collectors.joining("\n"));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
