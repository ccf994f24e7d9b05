package io.github.passmatch.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Several figures of the same thing. */
record Spread(double median, double min, double max) {

    static Optional<Spread> of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        if (sorted.length == 0) return Optional.empty();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
    }

    Spread dividedBy(double divisor) {
        return new Spread(median / divisor, min / divisor, max / divisor);
    }

    /** Median, and in parentheses from where to where, by the same format. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, min, max);
    }
}
