package io.github.passmatch.diagnose.figures;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Counts by reason, without locks. A counter is made, and announced to the meters, when its reason first occurs. */
@SuppressWarnings("EnumOrdinal") // an array indexed by reason keeps counting cheap
final class ReasonCounts<R extends Enum<R>> {

    private final Class<R> reasons;
    private final AtomicReferenceArray<LongAdder> counts;
    private final BiConsumer<R, LongAdder> announce;

    /** @param announce receives each reason once, when it first occurs, with its counter */
    ReasonCounts(Class<R> reasons, BiConsumer<R, LongAdder> announce) {
        this.reasons = reasons;
        this.counts = new AtomicReferenceArray<>(reasons.getEnumConstants().length);
        this.announce = announce;
    }

    public void add(R reason) {
        LongAdder count = counts.get(reason.ordinal());
        (count != null ? count : first(reason)).increment();
    }

    private LongAdder first(R reason) {
        LongAdder made = new LongAdder();
        LongAdder there = counts.compareAndExchange(reason.ordinal(), null, made);
        if (there != null) return there;
        announce.accept(reason, made);
        return made;
    }

    /** Announces all reasons that have occurred so far again: for new meters. */
    void announceAgain() {
        counts().keySet().forEach(reason -> announce.accept(reason, counts.get(reason.ordinal())));
    }

    long count(R reason) {
        LongAdder count = counts.get(reason.ordinal());
        return count == null ? 0 : count.sum();
    }

    /** The reasons that have occurred, in the order of their declaration. */
    Map<R, Long> counts() {
        Map<R, Long> occurred = new EnumMap<>(reasons);
        for (R reason : reasons.getEnumConstants()) if (count(reason) > 0) occurred.put(reason, count(reason));
        return occurred;
    }

    long sum() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            LongAdder count = counts.get(i);
            if (count != null) sum += count.sum();
        }
        return sum;
    }
}
