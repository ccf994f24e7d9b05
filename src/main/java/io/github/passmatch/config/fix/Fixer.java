package io.github.passmatch.config.fix;

import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Corrects the lines of one file whose findings have exactly one cure. Each correction is proved by reading the configuration again: the finding must be gone, and
 * there may be no new one, except that the correction of an error may show what the error had hidden, and except for notes about httpd ({@code departure}). Included files are read, and never changed.
 */
public final class Fixer {

    /** More are corrected by the next run. */
    private static final int MOST = 1000;

    private final String file;
    private final Function<ConfigSource, List<Problem>> check;
    private final ConfigSource source;
    private FixedText text;
    private List<Problem> problems;

    private Fixer(ConfigSource source, Function<ConfigSource, List<Problem>> check) {
        this.source = source;
        this.file = source.name();
        this.check = check;
        this.text = FixedText.of(source.text());
        this.problems = check.apply(source);
    }

    /** @param check reads the configuration, and returns all findings */
    public static FixedText fix(ConfigSource source, Function<ConfigSource, List<Problem>> check) {
        Fixer fixer = new Fixer(source, check);
        int left = MOST;
        while (left > 0 && fixer.correctsOne()) left--;
        return fixer.text;
    }

    private boolean correctsOne() {
        return problems.stream().filter(problem -> problem.place().file().equals(file)).sorted(Comparator.comparingInt(Fixer::rank)).anyMatch(this::corrects);
    }

    /** Errors first: they may hide the rest. A parameter is added last, because it may be there already, misspelt. */
    private static int rank(Problem problem) {
        if (problem.severity() == Severity.ERROR) return 0;
        return problem.finding() == Finding.BACK_REFERENCE ? 2 : 1;
    }

    private boolean corrects(Problem problem) {
        Optional<Corrections.Correction> correction = Corrections.of(problem, text.lines());
        if (correction.isEmpty()) return false;
        FixedText next = text.with(correction.get(), problem.finding().id());
        List<Problem> after = check.apply(new ConfigSource(file, next.text(), source.directory()));
        if (!helps(problem, next, after)) return false;
        text = next;
        problems = after;
        return true;
    }

    private boolean helps(Problem cured, FixedText next, List<Problem> after) {
        Map<String, Integer> before = count(problems, text);
        Map<String, Integer> now = count(after, next);
        String key = key(cured, text);
        if (now.getOrDefault(key, 0) >= before.get(key)) return false;
        return after.stream().filter(problem -> !mayBeNew(problem, cured, next)).map(problem -> key(problem, next)).allMatch(one -> now.get(one) <= before.getOrDefault(one, 0));
    }

    /** An error hides all other findings of its line, and warnings and notes about other lines. */
    private boolean mayBeNew(Problem problem, Problem cured, FixedText next) {
        if (problem.finding() == Finding.DEPARTURE) return true;
        if (cured.severity() != Severity.ERROR) return false;
        boolean sameLine = problem.place().file().equals(file) && next.origin(problem.place().line()) == text.origin(cured.place().line());
        return sameLine || problem.severity() != Severity.ERROR;
    }

    private Map<String, Integer> count(List<Problem> found, FixedText in) {
        Map<String, Integer> counts = new HashMap<>();
        found.forEach(problem -> counts.merge(key(problem, in), 1, Integer::sum));
        return counts;
    }

    /** The kind and the line, as the line was numbered at first. A warning may become a note of the same kind. */
    private String key(Problem problem, FixedText in) {
        int line = problem.place().file().equals(file) ? in.origin(problem.place().line()) : problem.place().line();
        return (problem.severity() == Severity.ERROR ? "error " : "") + problem.finding() + " " + problem.place().file() + ":" + line;
    }
}
