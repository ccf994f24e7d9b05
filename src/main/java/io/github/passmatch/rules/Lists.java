package io.github.passmatch.rules;

import java.util.ArrayList;
import java.util.List;

/** What inner scopes add to outer ones. */
public final class Lists {

    private Lists() { }

    /** {@code first} and then {@code second}; a list that would be copied unchanged is returned itself. */
    public static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty()) return second;
        if (second.isEmpty()) return first;
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
