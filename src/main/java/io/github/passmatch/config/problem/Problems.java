package io.github.passmatch.config.problem;

import io.github.passmatch.config.problem.Problem.Severity;
import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the findings of all files of one configuration. */
public final class Problems {

    private static final int MOST_LISTED = 10;

    /** The lines of each file by its name, in the order of reading. */
    private final Map<String, String[]> lines = new LinkedHashMap<>();
    private final List<Problem> all = new ArrayList<>();
    private final Set<String> noted = new HashSet<>();
    /** The places of errors that are reported only once, by message. */
    private final Map<String, List<Place>> repeated = new HashMap<>();

    /** Adds a file, so that problems can quote its lines. */
    public void add(ConfigSource source) {
        lines.putIfAbsent(source.name(), source.text().split("\n", -1));
    }

    public void error(Place place, String message, String hint) {
        add(Severity.ERROR, Finding.MISTAKE, place, message, hint);
    }

    public void error(Finding finding, Place place, String message, String hint) {
        add(Severity.ERROR, finding, place, message, hint);
    }

    /** As {@link #error(Place, String, String)}, but only one error for each message: the error at the first place lists the other lines. */
    public void errorOnce(Place place, String message, String hint) {
        List<Place> places = repeated.computeIfAbsent(message, text -> new ArrayList<>());
        places.add(place);
        if (places.size() == 1) error(place, message, hint);
    }

    private Problem withOtherLines(Problem problem) {
        List<Place> places = repeated.getOrDefault(problem.message(), List.of());
        if (places.size() < 2) return problem;
        String first = places.get(0).file();
        String others = places.stream().skip(1).map(place -> place.file().equals(first) ? "line " + place.line() : place.fileAndLine()).distinct().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return new Problem(problem.severity(), problem.finding(), problem.place(), problem.message() + " (also " + others + ")", problem.line(), problem.hint());
    }

    public void warn(Place place, String message, String hint) {
        add(Severity.WARNING, Finding.DOUBTFUL, place, message, hint);
    }

    public void warn(Finding finding, Place place, String message, String hint) {
        add(Severity.WARNING, finding, place, message, hint);
    }

    public void note(Place place, String message, String hint) {
        add(Severity.NOTE, Finding.NOT_OURS, place, message, hint);
    }

    public void note(Finding finding, Place place, String message, String hint) {
        add(Severity.NOTE, finding, place, message, hint);
    }

    /** As {@link #note}, but only once for each message. */
    public void noteOnce(Finding finding, Place place, String message, String hint) {
        if (noted.add(message)) note(finding, place, message, hint);
    }

    /** As {@link #warn(Finding, Place, String, String)}, but only once for each subject. Returns whether this is the first time. */
    public boolean warnOnce(Finding finding, Place place, String message, String hint, String subject) {
        boolean first = noted.add(subject);
        if (first) warn(finding, place, message, hint);
        return first;
    }

    private void add(Severity severity, Finding finding, Place place, String message, String hint) {
        String[] file = lines.getOrDefault(place.file(), new String[0]);
        String line = place.line() <= file.length ? file[place.line() - 1] : "";
        all.add(new Problem(severity, finding, place, message, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, hint));
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /** The problems in the order of their places; files are in the order of reading. */
    public List<Problem> sorted() {
        List<Problem> sorted = all.stream().map(this::withOtherLines).collect(Collectors.toCollection(ArrayList::new));
        List<String> files = List.copyOf(lines.keySet());
        sorted.sort(Comparator.comparingInt((Problem problem) -> files.indexOf(problem.place().file()))
                .thenComparingInt(problem -> problem.place().line()).thenComparingInt(problem -> problem.place().column()));
        return sorted;
    }
}
