package io.github.passmatch.rules.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The addresses of a name that count now. A failed or empty look-up changes none of them.
 *
 * @param endpoints  the addresses, the oldest first
 * @param leftOut    how many addresses of the last answer {@code growth} leaves out
 * @param failure    why the last look-up found nothing; empty: it did find something
 * @param lookedUpAt end of the last look-up, in milliseconds since 1970; 0: none has ended
 * @param since      end of the first look-up with the same result, in milliseconds since 1970
 */
public record NameState(List<Endpoint> endpoints, int leftOut, String failure, long lookedUpAt, long since) {

    /** Before the first look-up. */
    public static final NameState UNKNOWN = new NameState(List.of(), 0, "", 0, 0);

    public NameState {
        endpoints = List.copyOf(endpoints);
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * What a look-up has changed.
     *
     * @param next    the new state
     * @param came    addresses that count from now on
     * @param gone    addresses that do not count any more
     * @param changed addresses with another weight or priority, as they are now
     * @param failure whether the last look-up had another result: a failure began, ended, or has another cause
     * @param limit   whether another number of addresses is left out
     */
    public record Change(NameState next, List<Endpoint> came, List<Endpoint> gone, List<Endpoint> changed, boolean failure, boolean limit) {

        /** Whether the members are others than before. */
        public boolean ofMembers() {
            return !(came.isEmpty() && gone.isEmpty() && changed.isEmpty());
        }
    }

    /**
     * The state after a look-up. Addresses that counted and are still in the answer stay, in their order; new ones follow, as many as are allowed.
     *
     * @param most largest number of addresses
     * @param now  in milliseconds since 1970
     */
    public Change after(NameAnswer answer, int most, long now) {
        boolean other = lookedUpAt == 0 || !failure.equals(answer.failure());
        if (!answer.failure().isEmpty()) return new Change(new NameState(endpoints, leftOut, answer.failure(), now, other ? now : since), List.of(), List.of(), List.of(), other, false);
        List<Endpoint> found = distinct(answer.endpoints());
        List<Endpoint> next = new ArrayList<>();
        for (Endpoint present : endpoints) found.stream().filter(present::isAt).forEach(next::add);
        List<Endpoint> fresh = new ArrayList<>(found);
        fresh.removeAll(next);
        fresh.sort(Endpoint.ORDER);
        if (next.size() > most) next.subList(most, next.size()).clear();
        next.addAll(fresh.subList(0, Math.min(fresh.size(), most - next.size())));
        List<Endpoint> came = next.stream().filter(one -> endpoints.stream().noneMatch(one::isAt)).toList();
        List<Endpoint> gone = endpoints.stream().filter(one -> next.stream().noneMatch(one::isAt)).toList();
        List<Endpoint> changed = next.stream().filter(one -> !came.contains(one) && !endpoints.contains(one)).toList();
        int without = found.size() - next.size();
        return new Change(new NameState(next, without, "", now, other ? now : since), came, gone, changed, other && lookedUpAt != 0, without != leftOut);
    }

    private static List<Endpoint> distinct(List<Endpoint> all) {
        List<Endpoint> distinct = new ArrayList<>();
        for (Endpoint one : all) if (distinct.stream().noneMatch(one::isAt)) distinct.add(one);
        return distinct;
    }
}
