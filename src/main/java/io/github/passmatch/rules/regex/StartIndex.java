package io.github.passmatch.rules.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds the texts of a list with which a subject begins. Consecutive slashes count as one on both sides, as in the comparison of
 * prefixes; for texts that are compared by characters, the result may contain too many texts, but none is missing.
 *
 * <p>The texts are in ascending order. Each text has a link to the longest other text with which it begins. All texts with which a subject
 * begins are on one chain of links, which starts at the last text that is not greater than the subject.
 */
public final class StartIndex {

    /** With fewer texts, a sequential search is as fast (RuleMatchingBench). */
    private static final int MANY = 6;
    /** Maximum length of a chain. A deeper text is stored with the last text of the chain, and so found too often, which does not change the result of the caller. */
    private static final int MAX_DEPTH = 16;

    private final String[] starts;
    private final int[] shorter;        // the next text of the chain, or -1
    private final int[] depth;          // length of the chain from here
    private final int[][] positions;    // positions of the text in the caller's list, ascending

    /** @param texts the texts whose positions {@link #find} returns; an empty text is found for every subject */
    public StartIndex(List<String> texts) {
        Map<String, List<Integer>> sorted = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) sorted.computeIfAbsent(withSingleSlashes(texts.get(i)), text -> new ArrayList<>(1)).add(i);
        starts = new String[sorted.size()];
        shorter = new int[sorted.size()];
        depth = new int[sorted.size()];
        List<List<Integer>> stored = new ArrayList<>();
        sorted.forEach((text, at) -> store(text, at, stored));
        positions = stored.stream().map(at -> at.stream().mapToInt(Integer::intValue).sorted().toArray()).toArray(int[][]::new);
    }

    /** An index over the literal starts of {@code all}; null if the list is too short for an index to be useful. */
    public static <T> StartIndex ofMany(List<T> all, Function<T, String> start) {
        return all.size() < MANY ? null : new StartIndex(all.stream().map(start).toList());
    }

    private void store(String text, List<Integer> at, List<List<Integer>> stored) {
        int last = stored.size();
        int start = firstThatBegins(text, last - 1);
        if (start >= 0 && depth[start] == MAX_DEPTH) {
            stored.get(start).addAll(at);
            return;
        }
        starts[last] = text;
        shorter[last] = start;
        depth[last] = start < 0 ? 1 : depth[start] + 1;
        stored.add(at);
    }

    /** The first text of the chain from {@code from} with which {@code subject} begins, or -1. */
    private int firstThatBegins(String subject, int from) {
        int at = from;
        while (at >= 0 && !subject.startsWith(starts[at])) at = shorter[at];
        return at;
    }

    /** The positions of all texts with which {@code subject} begins. */
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

    /** Returns positions in ascending order, merged from the lists of all texts of one chain. */
    public final class Found {
        private final int longest;
        private final int[] returned;      // number of positions already returned, for each list of the chain

        private Found(int longest) {
            this.longest = longest;
            this.returned = new int[longest < 0 ? 0 : depth[longest]];
        }

        /** The next position, or -1 if there is none. */
        public int next() {
            int least = Integer.MAX_VALUE;
            int from = -1;
            for (int start = longest, i = 0; start >= 0; start = shorter[start], i++) {
                int[] list = positions[start];
                if (returned[i] < list.length && list[returned[i]] < least) {
                    least = list[returned[i]];
                    from = i;
                }
            }
            if (from < 0) return -1;
            returned[from]++;
            return least;
        }
    }
}
