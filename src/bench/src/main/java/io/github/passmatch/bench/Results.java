package io.github.passmatch.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** All measurements: by workload, contender and round. */
final class Results {

    private final Map<Workload, Map<String, List<Measurement>>> all = new EnumMap<>(Workload.class);

    void add(Workload work, String contender, Measurement measurement) {
        all.computeIfAbsent(work, w -> new LinkedHashMap<>()).computeIfAbsent(contender, c -> new ArrayList<>()).add(measurement);
    }

    Set<Workload> workloads() {
        return all.keySet();
    }

    /** In the order in which they were first measured. */
    Set<String> contenders(Workload work) {
        return all.getOrDefault(work, Map.of()).keySet();
    }

    /** By round; empty if it was not measured. */
    List<Measurement> of(Workload work, String contender) {
        return all.getOrDefault(work, Map.of()).getOrDefault(contender, List.of());
    }

    /** Of the runs without errors. */
    Optional<Spread> spread(Workload work, String contender, ToDoubleFunction<Measurement> figure) {
        return Spread.of(of(work, contender).stream().filter(Measurement::clean).mapToDouble(figure));
    }

    /** How {@code figure} of one compares with the sum of it over {@code others}, round by round; a round with an error does not count. Empty if one was not measured. */
    Optional<Spread> ratio(Workload work, ToDoubleFunction<Measurement> figure, String mine, List<String> others) {
        int rounds = IntStream.concat(IntStream.of(of(work, mine).size()), others.stream().mapToInt(other -> of(work, other).size())).min().orElse(0);
        return Spread.of(IntStream.range(0, rounds).filter(round -> clean(work, mine, round) && others.stream().allMatch(other -> clean(work, other, round)))
                .mapToDouble(round -> figure.applyAsDouble(of(work, mine).get(round)) / others.stream().mapToDouble(other -> figure.applyAsDouble(of(work, other).get(round))).sum()));
    }

    private boolean clean(Workload work, String contender, int round) {
        return of(work, contender).get(round).clean();
    }
}
