package io.github.passmatch.config.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Cipher suites in the order of preference, changed rule by rule as OpenSSL does. */
final class CipherList {

    private final List<String> inactive;
    private final List<String> active = new ArrayList<>();

    /** Nothing chosen yet. */
    CipherList(List<String> suites) {
        this.inactive = new ArrayList<>(suites);
    }

    /** {@code word}: to the end, what is not there yet. */
    public void add(Predicate<String> members) {
        move(inactive, members, active);
    }

    /** {@code +word}: of what is there, to the end. */
    void last(Predicate<String> members) {
        move(active, members, active);
    }

    /** {@code -word}: away; what is added again comes first. */
    void remove(Predicate<String> members) {
        List<String> removed = active.stream().filter(members).toList();
        active.removeAll(removed);
        inactive.addAll(0, removed);
    }

    /** {@code !word}: away for good. */
    void kill(Predicate<String> members) {
        active.removeIf(members);
        inactive.removeIf(members);
    }

    /** {@code @STRENGTH}. */
    void sortByStrength() {
        active.sort(Comparator.comparingInt(CipherGroup::strength).reversed());
    }

    private static void move(List<String> from, Predicate<String> members, List<String> to) {
        Set<String> moved = new LinkedHashSet<>(from.stream().filter(members).toList());
        from.removeAll(moved);
        to.addAll(moved);
    }

    List<String> chosen() {
        return List.copyOf(active);
    }
}
