package io.github.passmatch.upstream.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/**
 * Knows when what is due next. The first time is spread over a second, and every interval is up to a tenth shorter or longer, so that many members and many replicas of the proxy are
 * not checked at once. Times are in nanoseconds, as of {@link System#nanoTime}. Not safe for concurrent use.
 */
final class Timetable<T> {

    private static final long FIRST_WITHIN_NANOS = 1_000_000_000L;
    private static final double JITTER = 0.1;

    private record Entry<T>(T what, long at) { }

    private final ToLongFunction<T> interval;
    private final DoubleSupplier random;
    private final PriorityQueue<Entry<T>> entries;

    /**
     * @param interval nanoseconds from the end of one time to the next one
     * @param random   from 0 up to 1
     */
    Timetable(ToLongFunction<T> interval, DoubleSupplier random) {
        this.interval = interval;
        this.random = random;
        Comparator<Entry<T>> earlier = (a, b) -> Long.signum(a.at - b.at);
        this.entries = new PriorityQueue<>(earlier);
    }

    void first(T what, long now) {
        entries.add(new Entry<>(what, now + (long) (Math.min(FIRST_WITHIN_NANOS, interval.applyAsLong(what)) * random.getAsDouble())));
    }

    void next(T what, long now) {
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        entries.add(new Entry<>(what, now + (long) (interval.applyAsLong(what) * factor)));
    }

    void remove(T what) {
        entries.removeIf(entry -> entry.what.equals(what));
    }

    /** Takes what is due, the earliest first. */
    List<T> take(long now, int most) {
        List<T> due = new ArrayList<>();
        while (due.size() < most && !entries.isEmpty() && entries.peek().at - now <= 0) due.add(entries.remove().what);
        return due;
    }

    /** Nanoseconds until something is due; {@link Long#MAX_VALUE}: never. */
    long untilNext(long now) {
        return entries.isEmpty() ? Long.MAX_VALUE : Math.max(0, entries.peek().at - now);
    }
}
