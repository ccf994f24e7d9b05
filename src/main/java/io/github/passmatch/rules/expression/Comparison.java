package io.github.passmatch.rules.expression;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The comparisons of two texts, or of two whole numbers. */
enum Comparison {
    TEXT_EQUAL(false, result -> result == 0, "==", "="),
    TEXT_NOT_EQUAL(false, result -> result != 0, "!="),
    TEXT_LESS(false, result -> result < 0, "<"),
    TEXT_LESS_OR_EQUAL(false, result -> result <= 0, "<="),
    TEXT_GREATER(false, result -> result > 0, ">"),
    TEXT_GREATER_OR_EQUAL(false, result -> result >= 0, ">="),
    EQUAL(true, result -> result == 0, "-eq", "eq"),
    NOT_EQUAL(true, result -> result != 0, "-ne", "ne"),
    LESS(true, result -> result < 0, "-lt", "lt"),
    LESS_OR_EQUAL(true, result -> result <= 0, "-le", "le"),
    GREATER(true, result -> result > 0, "-gt", "gt"),
    GREATER_OR_EQUAL(true, result -> result >= 0, "-ge", "ge");

    private static final int LONGEST_NUMBER = 18;

    private final boolean numbers;
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final IntPredicate result;
    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> words;

    Comparison(boolean numbers, IntPredicate result, String... words) {
        this.numbers = numbers;
        this.result = result;
        this.words = List.of(words);
    }

    static Optional<Comparison> of(String word) {
        for (Comparison comparison : values()) if (comparison.words.contains(word)) return Optional.of(comparison);
        return Optional.empty();
    }

    boolean holds(String left, String right) {
        return result.test(numbers ? Long.compare(number(left), number(right)) : left.compareTo(right));
    }

    /** The digits at the beginning, as in C; 0 if there are none. */
    private static long number(String text) {
        String trimmed = text.strip();
        int start = trimmed.startsWith("-") || trimmed.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < trimmed.length() && end - start < LONGEST_NUMBER && trimmed.charAt(end) >= '0' && trimmed.charAt(end) <= '9') end++;
        if (end == start) return 0;
        long value = Long.parseLong(trimmed.substring(start, end));
        return trimmed.startsWith("-") ? -value : value;
    }
}
