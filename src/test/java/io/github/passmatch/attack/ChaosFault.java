package io.github.passmatch.attack;

import java.util.Arrays;
import java.util.Random;

/** What the upstream of a chaos run does with a request; the weight says how often. */
enum ChaosFault {
    NONE(500), RESET_BEFORE_HEAD(25), CLOSE_BEFORE_HEAD(25), HALF_HEAD(25), GARBAGE(25), TWO_LENGTHS(25), STALL(10), DRIP(25), TRUNCATE(40), RESET_IN_BODY(40),
    EARLY_ANSWER(40), EXTRA_BYTES(40), IDLE_CLOSE(60), INTERIM(40);

    private final int weight;

    ChaosFault(int weight) {
        this.weight = weight;
    }

    static ChaosFault any(Random random) {
        int left = random.nextInt(TOTAL);
        for (ChaosFault fault : values()) if ((left -= fault.weight) < 0) return fault;
        throw new AssertionError();
    }

    private static final int TOTAL = Arrays.stream(values()).mapToInt(fault -> fault.weight).sum();
}
