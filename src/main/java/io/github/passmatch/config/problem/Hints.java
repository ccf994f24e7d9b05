package io.github.passmatch.config.problem;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suggests names that were probably intended. */
public final class Hints {

    private static final int MOST_SUGGESTED = 3;

    private Hints() { }

    /** The known name nearest to {@code typed}, if it is similar enough to be a typing error. Case does not count. */
    public static Optional<String> closest(String typed, Collection<String> known) {
        String lower = typed.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - lower.length()) <= limit && distance(lower, name.toLowerCase(Locale.ROOT)) <= limit)
                .min(comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT))).thenComparing(naturalOrder()));
    }

    /** {@code did you mean "x"?}, or the names that are equally near; or empty. */
    public static String didYouMean(String typed, Collection<String> known) {
        Optional<String> closest = closest(typed, known);
        if (closest.isEmpty()) return "";
        int nearest = distance(typed.toLowerCase(Locale.ROOT), closest.get().toLowerCase(Locale.ROOT));
        return known.stream().filter(name -> distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)) == nearest).distinct().sorted().limit(MOST_SUGGESTED)
                .map(name -> '"' + name + '"').collect(Collectors.joining(" or ", "did you mean ", "?"));
    }

    /** Whether at most {@code most} changes of a character lead from one name to the other. Case does not count. */
    public static boolean isNear(String typed, String known, int most) {
        return Math.abs(typed.length() - known.length()) <= most && distance(typed.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT)) <= most;
    }

    /** The number of insertions, deletions, substitutions and swaps of neighbouring characters that lead from one text to the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
