package io.github.passmatch.rules.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds, of many texts, those that a subject begins with. Runs of slashes count as one on both sides, which is how prefixes are
 * compared; of a text that is compared letter by letter it may therefore find too much, never too little.
 *
 * <p>The texts stand in ascending order, each with a link to the longest other one that it begins with. All that a subject begins
 * with then lie on one way, from the last text that is not above the subject along the links.
 */
public final class StartIndex {

    /** With fewer, trying one after the other is as fast (RuleMatchingBench). */
    private static final int MANY = 6;
    /** How many texts may lie on one way. What would be deeper is filed under the last that may, and so found too often, which does no harm. */
    private static final int MAX_DEPTH = 16;

    private final String[] starts;
    private final int[] shorter;        // the next on the way, or -1
    private final int[] depth;          // how many lie on the way from here
    private final int[][] positions;    // where in the caller's list the text stands, ascending

    /** @param texts what {@link #find} gives the positions of; an empty one is found in every subject */
    public StartIndex(List<String> texts) {
        Map<String, List<Integer>> sorted = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) sorted.computeIfAbsent(withSingleSlashes(texts.get(i)), text -> new ArrayList<>(1)).add(i);
        starts = new String[sorted.size()];
        shorter = new int[sorted.size()];
        depth = new int[sorted.size()];
        List<List<Integer>> filed = new ArrayList<>();
        sorted.forEach((text, at) -> file(text, at, filed));
        positions = filed.stream().map(at -> at.stream().mapToInt(Integer::intValue).sorted().toArray()).toArray(int[][]::new);
    }

    /** Of what each of {@code all} begins with; null if they are so few that an index does not pay. */
    public static <T> StartIndex ofMany(List<T> all, Function<T, String> start) {
        return all.size() < MANY ? null : new StartIndex(all.stream().map(start).toList());
    }

    private void file(String text, List<Integer> at, List<List<Integer>> filed) {
        int last = filed.size();
        int start = firstThatBegins(text, last - 1);
        if (start >= 0 && depth[start] == MAX_DEPTH) {
            filed.get(start).addAll(at);
            return;
        }
        starts[last] = text;
        shorter[last] = start;
        depth[last] = start < 0 ? 1 : depth[start] + 1;
        filed.add(at);
    }

    /** The first on the way from {@code from} that {@code subject} begins with, or -1. */
    private int firstThatBegins(String subject, int from) {
        int at = from;
        while (at >= 0 && !subject.startsWith(starts[at])) at = shorter[at];
        return at;
    }

    /** The positions of all texts that {@code subject} begins with. */
    public Found find(String subject) {
        String text = withSingleSlashes(subject);
        return new Found(firstThatBegins(text, lastNotAbove(text)));
    }

    private int lastNotAbove(String text) {
        int low = 0;
        int high = positions.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle].compareTo(text) <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    private static String withSingleSlashes(String text) {
        if (!text.contains("//")) return text;
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) != '/' || !text.startsWith("/", i + 1)) out.append(text.charAt(i));
        return out.toString();
    }

    /** Positions in ascending order, drawn from the lists of all texts on one way. */
    public final class Found {
        private final int longest;
        private final int[] drawn;      // of each list on the way, how many

        private Found(int longest) {
            this.longest = longest;
            this.drawn = new int[longest < 0 ? 0 : depth[longest]];
        }

        /** The next position, or -1 if there is none. */
        public int next() {
            int least = Integer.MAX_VALUE;
            int from = -1;
            for (int start = longest, i = 0; start >= 0; start = shorter[start], i++) {
                int[] list = positions[start];
                if (drawn[i] < list.length && list[drawn[i]] < least) {
                    least = list[drawn[i]];
                    from = i;
                }
            }
            if (from < 0) return -1;
            drawn[from]++;
            return least;
        }
    }
}
