package io.github.passmatch.upstream.log;

/**
 * Limits the number of log lines of one kind: the first event is logged at once, later events are counted, and the count is logged at most every
 * {@link #PERIOD_NANOS}. Time is an argument, in nanoseconds as of {@link System#nanoTime}. Safe for concurrent use.
 *
 * <p>{@code long count = limit.event(System.nanoTime()); if (count > 0) LOG.warn("... {}", LineLimit.times(count));}
 */
public final class LineLimit {

    /** Ten seconds. */
    public static final long PERIOD_NANOS = 10_000_000_000L;

    private boolean begun;
    private long lastLine;
    private long unsaid;

    /** Counts one event. Returns the number of events for which the caller must write a line now; 0: no line. */
    public synchronized long event(long nanos) {
        unsaid++;
        return due(nanos);
    }

    /** The number of events for which the caller must write a line now; 0: no line. To be called regularly, so that the last events are logged too. */
    public synchronized long due(long nanos) {
        if (unsaid == 0 || begun && nanos - lastLine < PERIOD_NANOS) return 0;
        begun = true;
        lastLine = nanos;
        return takeAll();
    }

    /** The number of events without a line, which count as logged now. For the last line at the end. */
    public synchronized long takeAll() {
        long count = unsaid;
        unsaid = 0;
        return count;
    }

    /** The end of a line for {@code count} events; empty for one event. */
    public static String times(long count) {
        return count == 1 ? "" : " (" + count + " times since the last such line)";
    }
}
