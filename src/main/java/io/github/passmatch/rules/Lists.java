package io.github.passmatch.rules;

import java.util.ArrayList;
import java.util.List;

/** Joins lists of outer and inner scopes. */
public final class Lists {

    private Lists() { }

    /** {@code first} followed by {@code second}. If one of them is empty, the other is returned without a copy. */
    public static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty()) return second;
        if (second.isEmpty()) return first;
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
