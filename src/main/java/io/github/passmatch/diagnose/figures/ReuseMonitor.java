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
 * Watches over one rule that promises reuse. Every {@link #WINDOW} exchanges it looks at the verdicts counted since the last look; if
 * fewer than half of the connections were kept ones, it names what was counted most often and what helps, once.
 */
final class ReuseMonitor {

    static final int WINDOW = 100;

    private final AtomicLong exchanges = new AtomicLong();
    private Map<LeaseVerdict.Reason, Long> leasesBefore = Map.of();
    private Map<ReleaseVerdict.Reason, Long> releasesBefore = Map.of();
    private long nanosBefore;
    private boolean warned;

    /** @param nanos when the rule came into force */
    ReuseMonitor(long nanos) {
        nanosBefore = nanos;
    }

    /** One more exchange is over; whether it is time to {@link #look}. */
    boolean isDue() {
        return exchanges.incrementAndGet() % WINDOW == 0;
    }

    /**
     * What to warn of, if anything.
     *
     * @param keepFor how long the connection kept last may lie idle
     * @param nanos   now
     */
    synchronized Optional<String> look(Map<LeaseVerdict.Reason, Long> leases, Map<ReleaseVerdict.Reason, Long> releases, Optional<Duration> keepFor, long nanos) {
        Map<LeaseVerdict.Reason, Long> leased = since(leasesBefore, leases, LeaseVerdict.Reason.class);
        Map<ReleaseVerdict.Reason, Long> released = since(releasesBefore, releases, ReleaseVerdict.Reason.class);
        long all = sum(leased);
        Duration apart = Duration.ofNanos((nanos - nanosBefore) / Math.max(1, all));
        leasesBefore = leases;
        releasesBefore = releases;
        nanosBefore = nanos;
        long reused = leased.getOrDefault(LeaseVerdict.Reason.REUSED, 0L);
        if (warned || all == 0 || reused * 2 >= all) return Optional.empty();
        Optional<String> cause = cause(leased, released, all - reused, new Pace(keepFor, apart));
        warned = cause.isPresent();
        return cause.map(why -> reused + " of " + all + " exchanges got a kept connection; " + why);
    }

    /** How often requests come, beside how long a connection may wait for one. */
    private record Pace(Optional<Duration> keepFor, Duration apart) {

        boolean isTooSlow() {
            return keepFor.isPresent() && apart.compareTo(keepFor.get()) > 0;
        }

        String words() {
            return keepFor.map(limit -> "idle limit " + seconds(limit) + ", ").orElse("") + "one request every " + seconds(apart);
        }

        private static String seconds(Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() / 1000.0 + " s";
        }
    }

    /** What took at least half of the connections that were not reused. An empty pool is no cause: something emptied it, or nothing had filled it yet. */
    private static Optional<String> cause(Map<LeaseVerdict.Reason, Long> leased, Map<ReleaseVerdict.Reason, Long> released, long lost, Pace pace) {
        long all = sum(leased);
        released.keySet().removeAll(EnumSet.of(ReleaseVerdict.Reason.KEPT, ReleaseVerdict.Reason.DIED));      // whose requests were sent twice, as the leases say
        leased.keySet().removeAll(EnumSet.of(LeaseVerdict.Reason.REUSED, LeaseVerdict.Reason.POOL_EMPTY));
        Optional<Map.Entry<ReleaseVerdict.Reason, Long>> closed = most(released);
        Optional<Map.Entry<LeaseVerdict.Reason, Long>> refused = most(leased);
        long closings = closed.map(Map.Entry::getValue).orElse(0L);
        long refusals = refused.map(Map.Entry::getValue).orElse(0L);
        if (Math.max(closings, refusals) * 2 >= lost)
            return closings >= refusals ? closed.map(most -> Cure.words(most.getKey(), most.getValue())) : refused.map(most -> refusal(most.getKey(), most.getValue(), all, pace));
        return pace.isTooSlow() ? Optional.of(Cure.ofSlowPace(pace.words())) : Optional.empty();
    }

    private static String refusal(LeaseVerdict.Reason reason, long count, long all, Pace pace) {
        return reason == LeaseVerdict.Reason.REPLAY ? Cure.ofReplays(count, all) : Cure.words(reason, count, pace.words());
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
