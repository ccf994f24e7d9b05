package io.github.passmatch.rules.balance;

import java.util.Set;

/**
 * Which responses put a member in error.
 *
 * @param statuses {@code failonstatus}
 * @param onTimeout {@code failontimeout}
 * @param fails    {@code fails}: how many such responses in a row are needed
 * @param maxError largest percentage of the members of a set that responses may put in error
 * @param grows    whether each renewed error doubles {@code retry}, up to ten times; so with {@code fails} or a limit of errors
 */
public record Ejection(Set<Integer> statuses, boolean onTimeout, int fails, int maxError, boolean grows) {

    /** httpd's defaults: no response puts a member in error. */
    public static final Ejection DEFAULT = new Ejection(Set.of(), false, 1, 100, false);

    public Ejection {
        statuses = Set.copyOf(statuses);
        if (fails < 1) throw new IllegalArgumentException("fails must be at least 1, was " + fails);
        if (maxError < 0 || maxError > 100) throw new IllegalArgumentException("maxerror must be from 0 to 100, was " + maxError);
    }

    /** Whether one more member of a set may be put in error. One member always stays. */
    boolean allowsOneMore(int inError, int members) {
        if (maxError == 100) return true;
        return inError + 1 < members && (inError + 1) * 100 <= maxError * members;
    }

    /** How often {@code retry} has to pass after the n-th error in a row (from 1). */
    int retries(int errorsInRow) {
        return grows ? Math.min(10, 1 << Math.min(errorsInRow - 1, 4)) : 1;
    }
}
