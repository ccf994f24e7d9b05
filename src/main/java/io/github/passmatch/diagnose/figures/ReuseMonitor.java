package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks whether a rule that promises reuse gets it. After every {@link #WINDOW} exchanges the verdicts since the last check are examined; if
 * fewer than half of the exchanges used a kept connection, one warning names the most frequent reason and what helps.
 */
final class ReuseMonitor {

    static final int WINDOW = 100;

    private final AtomicLong exchanges = new AtomicLong();
    private Map<LeaseVerdict.Reason, Long> leasesBefore = Map.of();
    private Map<ReleaseVerdict.Reason, Long> releasesBefore = Map.of();
    private long nanosBefore;
    private boolean warned;

    /** @param nanos the time at which the rule came into force */
    ReuseMonitor(long nanos) {
        nanosBefore = nanos;
    }

    /** Counts one finished exchange; whether it is time to {@link #check}. */
    boolean isDue() {
        return exchanges.incrementAndGet() % WINDOW == 0;
    }

    /**
     * The text of the warning, if there is one.
     *
     * @param keepFor how long the connection that was kept last may stay idle
     * @param nanos   now
     */
    synchronized Optional<String> check(Map<LeaseVerdict.Reason, Long> leases, Map<ReleaseVerdict.Reason, Long> releases, Optional<Duration> keepFor, long nanos) {
        Map<LeaseVerdict.Reason, Long> leased = since(leasesBefore, leases, LeaseVerdict.Reason.class);
        Map<ReleaseVerdict.Reason, Long> released = since(releasesBefore, releases, ReleaseVerdict.Reason.class);
        long all = sum(leased);
        Duration interval = Duration.ofNanos((nanos - nanosBefore) / Math.max(1, all));
        leasesBefore = leases;
        releasesBefore = releases;
        nanosBefore = nanos;
        long reused = leased.getOrDefault(LeaseVerdict.Reason.REUSED, 0L);
        if (warned || all == 0 || reused * 2 >= all) return Optional.empty();
        Optional<String> cause = cause(leased, released, all - reused, new Rate(keepFor, interval));
        warned = cause.isPresent();
        return cause.map(why -> reused + " of " + all + " exchanges got a kept connection; " + why);
    }

    /** The mean interval between requests, and how long a connection may stay idle. */
    private record Rate(Optional<Duration> keepFor, Duration interval) {

        boolean isTooSlow() {
            return keepFor.isPresent() && interval.compareTo(keepFor.get()) > 0;
        }

        String words() {
            return keepFor.map(limit -> "idle limit " + seconds(limit) + ", ").orElse("") + "one request every " + seconds(interval);
        }

        private static String seconds(Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
        }
    }

    /** The reason for at least half of the new connections. An empty pool is not a cause: connections were closed before, or none were kept yet. */
    private static Optional<String> cause(Map<LeaseVerdict.Reason, Long> leased, Map<ReleaseVerdict.Reason, Long> released, long lost, Rate rate) {
        long all = sum(leased);
        released.keySet().removeAll(EnumSet.of(ReleaseVerdict.Reason.KEPT, ReleaseVerdict.Reason.DIED, ReleaseVerdict.Reason.UPGRADED));      // DIED: those requests were sent twice; the leases count them as REPLAY
        leased.keySet().removeAll(EnumSet.of(LeaseVerdict.Reason.REUSED, LeaseVerdict.Reason.POOL_EMPTY));
        Optional<Map.Entry<ReleaseVerdict.Reason, Long>> closed = most(released);
        Optional<Map.Entry<LeaseVerdict.Reason, Long>> refused = most(leased);
        long closings = closed.map(Map.Entry::getValue).orElse(0L);
        long refusals = refused.map(Map.Entry::getValue).orElse(0L);
        if (Math.max(closings, refusals) * 2 >= lost)
            return closings >= refusals ? closed.map(most -> Cure.words(most.getKey(), most.getValue())) : refused.map(most -> refusal(most.getKey(), most.getValue(), all, rate));
        return rate.isTooSlow() ? Optional.of(Cure.ofSlowRate(rate.words())) : Optional.empty();
    }

    private static String refusal(LeaseVerdict.Reason reason, long count, long all, Rate rate) {
        return reason == LeaseVerdict.Reason.REPLAY ? Cure.ofReplays(count, all) : Cure.words(reason, count, rate.words());
    }

    private static <R extends Enum<R>> Map<R, Long> since(Map<R, Long> before, Map<R, Long> now, Class<R> reasons) {
        Map<R, Long> difference = new EnumMap<>(reasons);
        now.forEach((reason, count) -> difference.put(reason, count - before.getOrDefault(reason, 0L)));
        return difference;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static <R> Optional<Map.Entry<R, Long>> most(Map<R, Long> counts) {
        return counts.entrySet().stream().filter(entry -> entry.getValue() > 0).max(Map.Entry.comparingByValue());
    }
}
