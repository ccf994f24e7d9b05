package io.github.passmatch.config.tls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Applies the rules of a cipher string to a list of suites in the order of preference, as OpenSSL does. */
final class CipherList {

    private final List<String> inactive;
    private final List<String> active = new ArrayList<>();

    /** @param suites all suites in their default order; none of them is chosen yet */
    CipherList(List<String> suites) {
        this.inactive = new ArrayList<>(suites);
    }

    /** {@code word}: appends the members which are not in the list yet. */
    public void add(Predicate<String> members) {
        move(inactive, members, active);
    }

    /** {@code +word}: moves members to the end of the list. */
    void last(Predicate<String> members) {
        move(active, members, active);
    }

    /** {@code -word}: removes members; if a later rule adds them again, they come first. */
    void remove(Predicate<String> members) {
        List<String> removed = active.stream().filter(members).toList();
        active.removeAll(removed);
        inactive.addAll(0, removed);
    }

    /** {@code !word}: removes members permanently. */
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
