package io.github.passmatch.config.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Reports a configuration that cannot be used; the message lists all errors. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems all problems, at least one error among them */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).map(Problem::render).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Errors, warnings and notes in the order of their places. */
    public List<Problem> problems() {
        return problems;
    }
}
