package io.github.passmatch.attack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What happened in a chaos run, and what must never happen. Safe for concurrent use. */
final class ChaosTally {

    private static final int ENOUGH = 20;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();

    void count(String what) {
        counts.computeIfAbsent(what, unused -> new LongAdder()).increment();
    }

    /** An invariant does not hold. */
    void broken(String what) {
        if (broken.size() < ENOUGH) broken.add(what);
    }

    List<String> broken() {
        return broken;
    }

    /** All that begins with {@code prefix}, without it. */
    Map<String, Long> all(String prefix) {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> {
            if (what.startsWith(prefix)) all.put(what.substring(prefix.length()), count.sum());
        });
        return all;
    }

    long total(String prefix) {
        return all(prefix).values().stream().mapToLong(Long::longValue).sum();
    }
}
