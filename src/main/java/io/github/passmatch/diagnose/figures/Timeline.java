package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of each of the last {@link #SECONDS} seconds for the plot of the status page. Without locks; each second with a request makes one small object. */
public final class Timeline {

    /** Five minutes. */
    public static final int SECONDS = 300;

    private final AtomicReferenceArray<Bucket> buckets = new AtomicReferenceArray<>(SECONDS);
    private volatile Bucket latest = new Bucket(0);

    public void add(FinishedExchange exchange) {
        Bucket bucket = bucket(exchange.endedMillis() / 1000);
        bucket.requests.increment();
        if (exchange.lease() != null) (exchange.lease().reused() ? bucket.reused : bucket.opened).increment();
        if (exchange.failure() != null) bucket.failed.increment();
        if (exchange.ending().isTunnel()) return;       // it may have been open for days
        bucket.timed.increment();
        bucket.nanos.add(exchange.times().total());
        bucket.longest.accumulate(exchange.times().total());
    }

    /** If the clock is set back, a bucket may start from zero again. */
    private Bucket bucket(long second) {
        Bucket known = latest;
        if (known.second != second) latest = known = find(second);
        return known;
    }

    private Bucket find(long second) {
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        Bucket there = buckets.get(slot);
        if (there != null && there.second == second) return there;
        Bucket made = new Bucket(second);
        Bucket other = buckets.compareAndExchange(slot, there, made);
        return other == there ? made : other;
    }

    /** The seconds up to {@code nowMillis} in which a request finished, the oldest first. */
    public List<SecondCounts> until(long nowMillis) {
        long now = nowMillis / 1000;
        List<SecondCounts> seconds = new ArrayList<>();
        for (long second = now - SECONDS + 1; second <= now; second++) {
            Bucket bucket = buckets.get((int) Math.floorMod(second, (long) SECONDS));
            if (bucket != null && bucket.second == second) seconds.add(bucket.read());
        }
        return seconds;
    }

    private static final class Bucket {
        private final long second;
        private final LongAdder requests = new LongAdder();
        private final LongAdder reused = new LongAdder();
        private final LongAdder opened = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder timed = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

        Bucket(long second) {
            this.second = second;
        }

        SecondCounts read() {
            return new SecondCounts(second, requests.sum(), reused.sum(), opened.sum(), failed.sum(), timed.sum(), nanos.sum(), longest.get());
        }
    }
}
