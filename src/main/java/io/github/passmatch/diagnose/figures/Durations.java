package io.github.passmatch.diagnose.figures;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in classes, four for each doubling, without locks. A quantile is exact to about a tenth. */
final class Durations {

    /** Durations below 2^16 ns (65 µs) are one class. */
    private static final int LOWEST = 16;
    /** Durations from 2^38 ns (275 s) on are one class. */
    private static final int HIGHEST = 38;
    private static final int STEPS = 4;
    static final int CLASSES = (HIGHEST - LOWEST) * STEPS + 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final AtomicReferenceArray<LongAdder> counts = new AtomicReferenceArray<>(CLASSES);

    void add(long nanos) {
        int at = classOf(nanos);
        LongAdder count = counts.get(at);
        (count != null ? count : first(at)).increment();
    }

    private LongAdder first(int at) {
        LongAdder made = new LongAdder();
        LongAdder there = counts.compareAndExchange(at, null, made);
        return there != null ? there : made;
    }

    private static int classOf(long nanos) {
        if (nanos < 1L << LOWEST) return 0;
        if (nanos >= 1L << HIGHEST) return CLASSES - 1;
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return 1 + (power - LOWEST) * STEPS + (int) (nanos >>> power - 2 & STEPS - 1);
    }

    /** How many durations were counted until now. */
    Counts counts() {
        Counts read = new Counts();
        for (int i = 0; i < CLASSES; i++) {
            LongAdder count = counts.get(i);
            if (count != null) read.ofClass[i] = count.sum();
        }
        return read;
    }

    /** Holds the number of durations in each class at one moment. */
    static final class Counts {

        static final Counts NONE = new Counts();
        private final long[] ofClass = new long[CLASSES];

        /**
         * The duration below which {@code share} of the durations since an earlier moment lies, in milliseconds; not a number if there were none.
         *
         * @param share 0 to 1
         */
        double quantileMillis(Counts before, double share) {
            long all = 0;
            for (int i = 0; i < CLASSES; i++) all += since(before, i);
            if (all <= 0) return Double.NaN;
            long wanted = Math.max(1, (long) Math.ceil(all * share));
            int at = 0;
            for (long seen = since(before, 0); seen < wanted; seen += since(before, at)) at++;
            return middle(at) / NANOS_PER_MILLI;
        }

        private long since(Counts before, int at) {
            return ofClass[at] - before.ofClass[at];
        }
    }

    private static double middle(int at) {
        if (at == 0) return (1L << LOWEST) / 2.0;
        if (at == CLASSES - 1) return 1L << HIGHEST;
        double step = (double) (1L << LOWEST + (at - 1) / STEPS) / STEPS;
        return (STEPS + (at - 1) % STEPS + 0.5) * step;
    }
}
