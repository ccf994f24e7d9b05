package io.github.passmatch.config.fix;

import io.github.passmatch.rules.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the lines of a file before and after corrections. Immutable. */
public final class FixedText {

    private final List<String> before;      // lines without LF, but with CR
    private final List<List<String>> after; // for each line before: one line or more
    private final Map<Integer, Set<String>> corrected;      // the ids of the cured findings, by the index of the line

    private FixedText(List<String> before, List<List<String>> after, Map<Integer, Set<String>> corrected) {
        this.before = before;
        this.after = after;
        this.corrected = corrected;
    }

    static FixedText of(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        return new FixedText(lines, lines.stream().map(List::of).toList(), Map.of());
    }

    /** The present lines, without line ends. */
    List<String> lines() {
        return after.stream().flatMap(List::stream).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toList();
    }

    /** The number that a present line had at first, from 1. */
    int origin(int line) {
        int index = 0;
        for (int left = line; index < after.size() && left > after.get(index).size(); index++) left -= after.get(index).size();
        return index + 1;
    }

    FixedText with(Corrections.Correction correction, String id) {
        int index = origin(correction.line() + 1) - 1;
        int within = correction.line();
        for (int i = 0; i < index; i++) within -= after.get(i).size();
        List<String> lines = new ArrayList<>(after.get(index));
        String end = lines.get(within).endsWith("\r") ? "\r" : "";
        lines.remove(within);
        int at = within;
        for (String line : correction.text().split("\n", -1)) lines.add(at++, line + end);
        List<List<String>> next = new ArrayList<>(after);
        next.set(index, List.copyOf(lines));
        Map<Integer, Set<String>> ids = new LinkedHashMap<>(corrected);
        Set<String> ofLine = new LinkedHashSet<>(ids.getOrDefault(index, Set.of()));
        ofLine.add(id);
        ids.put(index, ofLine);
        return new FixedText(before, next, ids);
    }

    /** The whole text now. */
    public String text() {
        return String.join("\n", after.stream().flatMap(List::stream).toList());
    }

    /** How many lines were corrected. */
    public int correctedLines() {
        return corrected.size();
    }

    /** The corrections as a unified diff without context; empty if there are none. Each hunk names the findings that it cures; secrets are hidden. */
    public String diff(String file) {
        if (corrected.isEmpty()) return "";
        StringBuilder out = new StringBuilder("--- ").append(file).append("\n+++ ").append(file).append('\n');
        int shift = 0;
        for (int i = 0; i < before.size(); i++) {
            if (corrected.containsKey(i)) {
                int count = after.get(i).size();
                out.append("@@ -").append(i + 1).append(" +").append(i + 1 + shift).append(count == 1 ? "" : "," + count).append(" @@ ").append(String.join(", ", corrected.get(i))).append('\n');
                line('-', before.get(i), out);
                after.get(i).forEach(line -> line('+', line, out));
            }
            shift += after.get(i).size() - 1;
        }
        return out.toString();
    }

    private static void line(char sign, String line, StringBuilder out) {
        out.append(sign).append(Secrets.hiddenInLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)).append('\n');
    }
}
