package io.github.passmatch.config.review;

import java.util.List;

/**
 * Represents one part of a regular expression.
 *
 * @param kind         the kind of the part
 * @param text         the character of a {@code LITERAL}, the expression of a {@code SET}
 * @param alternatives the contents of a {@code GROUP}
 * @param min          the smallest number of repetitions
 * @param max          the largest number of repetitions, {@link #UNBOUNDED} for no limit
 * @param number       the number of a capturing group; else 0
 */
record RegexNode(Kind kind, String text, List<List<RegexNode>> alternatives, int min, int max, int number) {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    enum Kind { LITERAL, SET, GROUP, START, END, OTHER }

    static RegexNode of(Kind kind, String text) {
        return new RegexNode(kind, text, List.of(), 1, 1, 0);
    }

    /** A repeated anchor may have no effect, so it counts as unknown. */
    RegexNode times(int least, int most) {
        Kind repeated = kind == Kind.START || kind == Kind.END ? Kind.OTHER : kind;
        return new RegexNode(repeated, text, alternatives, least, most, number);
    }

    boolean once() {
        return min == 1 && max == 1;
    }

    /** Whether this is {@code .*}, perhaps in groups, which matches any text. */
    boolean matchesAnything() {
        if (kind == Kind.SET) return text.equals(".") && min == 0 && max == UNBOUNDED;
        return kind == Kind.GROUP && max >= 1 && alternatives.stream().anyMatch(branch -> branch.size() == 1 && branch.get(0).matchesAnything());
    }
}
