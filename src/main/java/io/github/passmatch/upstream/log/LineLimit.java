package io.github.passmatch.upstream.log;

/**
 * Keeps one kind of log line from flooding the log: the first event gets a line at once, those that follow are counted, and the count gets a line at most every
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

    /** One more event. Returns for how many events a line is to be written now; 0: no line. */
    public synchronized long event(long nanos) {
        unsaid++;
        return due(nanos);
    }

    /** For how many events that had no line yet one is to be written now; 0: no line. To be called now and then, for events that nothing follows. */
    public synchronized long due(long nanos) {
        if (unsaid == 0 || begun && nanos - lastLine < PERIOD_NANOS) return 0;
        begun = true;
        lastLine = nanos;
        return takeAll();
    }

    /** For how many events there has been no line yet; they count as written now. For the last line of all. */
    public synchronized long takeAll() {
        long count = unsaid;
        unsaid = 0;
        return count;
    }

    /** What to put behind a line that stands for {@code count} events: nothing for one. */
    public static String times(long count) {
        return count == 1 ? "" : " (" + count + " times since the last such line)";
    }
}
