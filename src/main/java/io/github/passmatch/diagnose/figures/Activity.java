package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Knows how the counters of one rule changed within the last hour. One thread reads the counters every second; a request only counts its duration. Memory is constant: at most 8 KB
 * once a request has come, almost nothing before.
 */
public final class Activity {

    /** One hour. */
    public static final int MINUTES = 60;
    private static final long MINUTE_MILLIS = 60_000;
    /** The time over which rates are measured. */
    private static final int RATE_SECONDS = 10;

    private final Durations durations = new Durations();
    private final ReasonCounts<StatusClass> requests;
    private final ReasonCounts<LeaseVerdict.Reason> leases;
    private final ReasonCounts<ReleaseVerdict.Reason> releases;
    private final ReasonCounts<UpstreamFailure.Kind> failures;
    private Ring<Period> minutes;           // null before the first request
    private Ring<Rates> looks;              // the same
    private Totals begin;                   // at the begin of the present minute
    private Totals earlier;                 // at the begin of the minute before

    /** Counters at one moment. */
    private record Rates(long millis, long requests, long opened) { }

    private record Totals(long millis, long requests, long clientErrors, long serverErrors, long failed, Map<LeaseVerdict.Reason, Long> leases, Map<ReleaseVerdict.Reason, Long> releases, Durations.Counts durations) { }

    Activity(ReasonCounts<StatusClass> requests, ReasonCounts<LeaseVerdict.Reason> leases, ReasonCounts<ReleaseVerdict.Reason> releases, ReasonCounts<UpstreamFailure.Kind> failures) {
        this.requests = requests;
        this.leases = leases;
        this.releases = releases;
        this.failures = failures;
    }

    /** A request has taken so long. */
    void took(long nanos) {
        durations.add(nanos);
    }

    /** To be called about once a second. */
    synchronized void look(long millis) {
        long count = requests.sum();
        if (looks == null) {
            if (count == 0) return;
            begin(millis);
        }
        looks.add(new Rates(millis, count, leases.sum() - leases.count(LeaseVerdict.Reason.REUSED)));
        if (millis / MINUTE_MILLIS == begin.millis / MINUTE_MILLIS) return;
        Totals now = count == begin.requests ? unchanged(millis) : totals(millis);
        if (count > begin.requests) minutes.add(between(begin, now));
        earlier = begin;
        begin = now;
    }

    private void begin(long millis) {
        minutes = new Ring<>(MINUTES);
        looks = new Ring<>(RATE_SECONDS + 1);
        begin = new Totals(millis - 1000, 0, 0, 0, 0, Map.of(), Map.of(), Durations.Counts.NONE);
        earlier = begin;
        looks.add(new Rates(millis - 1000, 0, 0));
    }

    private Totals unchanged(long millis) {
        return new Totals(millis, begin.requests, begin.clientErrors, begin.serverErrors, begin.failed, begin.leases, begin.releases, begin.durations);
    }

    private Totals totals(long millis) {
        return new Totals(millis, requests.sum(), requests.count(StatusClass.CLIENT_ERROR), requests.count(StatusClass.SERVER_ERROR), failures.sum(), leases.counts(), releases.counts(),
                durations.counts());
    }

    private static Period between(Totals from, Totals to) {
        Map<LeaseVerdict.Reason, Long> leased = since(from.leases, to.leases);
        long reused = leased.getOrDefault(LeaseVerdict.Reason.REUSED, 0L);
        long opened = leased.values().stream().mapToLong(Long::longValue).sum() - reused;
        return new Period(from.millis, (int) Math.max(1, (to.millis - from.millis) / 1000), (int) (to.requests - from.requests), (int) (to.clientErrors - from.clientErrors), (int) (to.serverErrors - from.serverErrors),
                (int) (to.failed - from.failed), (int) reused, (int) opened, main(leased, LeaseVerdict.Reason.REUSED), main(since(from.releases, to.releases), ReleaseVerdict.Reason.KEPT),
                (float) to.durations.quantileMillis(from.durations, 0.5), (float) to.durations.quantileMillis(from.durations, 0.99));
    }

    private static <R extends Explained> Map<R, Long> since(Map<R, Long> before, Map<R, Long> now) {
        return now.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L)));
    }

    /** The most frequent reason, except for the good one; null if there is none. */
    private static <R extends Explained> R main(Map<R, Long> counts, R good) {
        return counts.entrySet().stream().filter(entry -> !entry.getKey().equals(good) && entry.getValue() > 0).max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }

    /** The last one to two minutes; if no request finished then, the last minute in which one did. Empty: none within the last hour, or none at all. */
    public synchronized Optional<Period> latest(long nowMillis) {
        if (looks == null) {
            if (requests.sum() == 0) return Optional.empty();
            begin(nowMillis);
        }
        Period present = between(earlier, totals(nowMillis));
        return present.requests() > 0 ? Optional.of(present) : hour(nowMillis).stream().reduce((first, second) -> second);
    }

    /** The minutes of the last hour in which a request finished, the oldest first, with the present one. */
    public synchronized List<Period> hour(long nowMillis) {
        if (looks == null) return List.of();
        List<Period> hour = new ArrayList<>();
        for (Period minute : minutes.newestFirst()) if (minute.untilMillis() > nowMillis - MINUTES * MINUTE_MILLIS) hour.add(0, minute);
        Period present = between(begin, totals(nowMillis));
        if (present.requests() > 0) hour.add(present);
        return hour;
    }

    /** Finished requests per second, over the last ten seconds. */
    public double requestsPerSecond() {
        return rate(Rates::requests);
    }

    /** New connections per second, over the last ten seconds. */
    public double openedPerSecond() {
        return rate(Rates::opened);
    }

    private synchronized double rate(ToLongFunction<Rates> counter) {
        if (looks == null) return 0;
        List<Rates> known = looks.newestFirst();
        Rates newest = known.get(0);
        Rates oldest = known.get(known.size() - 1);
        return (counter.applyAsLong(newest) - counter.applyAsLong(oldest)) * 1000.0 / Math.max(1000, newest.millis - oldest.millis);
    }
}
