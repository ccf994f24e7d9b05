package io.github.passmatch.run.command;

import io.github.passmatch.config.problem.IgnoredLines;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import io.github.passmatch.rules.match.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Holds the result of {@code check} for one configuration.
 *
 * @param file     as named on the command line
 * @param rules    in the order in which they are tried; empty if the configuration is not usable
 * @param problems in the order of their places, including those of included files
 */
record CheckedFile(Path file, List<Rule> rules, List<Problem> problems) {

    private static final int RULES_SHOWN = 100;

    CheckedFile {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
    }

    long count(Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }

    boolean usable() {
        return count(Severity.ERROR) == 0;
    }

    /**
     * All problems, each rule with the decision on reuse, and a summary line.
     *
     * @param all also each line that concerns httpd only
     */
    String text(boolean all) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems) if (all || !IgnoredLines.isOne(problem)) lines.add(problem.render());
        if (!all) IgnoredLines.summary(problems).ifPresent(summary -> lines.add(file + ": note: " + summary + "; --all lists them"));
        for (Rule rule : rules.subList(0, Math.min(RULES_SHOWN, rules.size()))) lines.add(rule.summary());
        if (rules.size() > RULES_SHOWN) lines.add("… and " + (rules.size() - RULES_SHOWN) + " more");
        lines.add(file + ": " + verdict());
        return String.join("\n", lines);
    }

    private String verdict() {
        List<String> parts = new ArrayList<>();
        parts.add(!usable() ? "not usable" : count(Severity.WARNING) == 0 ? "OK" : "usable");
        if (usable()) parts.add(counted(rules.size(), "rule"));
        for (Severity severity : Severity.values()) if (count(severity) > 0) parts.add(counted(count(severity), severity.name().toLowerCase(Locale.ROOT)));
        return String.join(", ", parts);
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
