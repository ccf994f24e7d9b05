package io.github.passmatch.config;

import io.github.passmatch.config.Problem.Severity;
import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers all that is to be said about one source. */
final class Problems {

    private final String[] lines;
    private final List<Problem> all = new ArrayList<>();

    Problems(ConfigSource source) {
        this.lines = source.text().split("\n", -1);
    }

    void error(Place place, String message, String hint) {
        add(Severity.ERROR, place, message, hint);
    }

    void warn(Place place, String message, String hint) {
        add(Severity.WARNING, place, message, hint);
    }

    void note(Place place, String message, String hint) {
        add(Severity.NOTE, place, message, hint);
    }

    private void add(Severity severity, Place place, String message, String hint) {
        String line = place.line() <= lines.length ? lines[place.line() - 1] : "";
        all.add(new Problem(severity, place, message, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, hint));
    }

    boolean hasErrors() {
        return all.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /** In the order of their places. */
    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt((Problem problem) -> problem.place().line()).thenComparingInt(problem -> problem.place().column()));
        return sorted;
    }
}
