package io.github.passmatch.diagnose.figures;

import io.github.passmatch.upstream.OpenRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Holds the requests that are in progress, in constant memory and without locks. If thousands are in progress at the same time, the later ones may be missing:
 * a request that hangs is older than they are, so it stays.
 */
public final class OpenRequests {

    static final int SLOTS = 4096;
    /** How many slots a request tries. */
    private static final int TRIES = 4;
    /** Spreads consecutive hash codes over the slots (2^32 divided by the golden ratio). */
    private static final int SPREAD = 0x9E3779B9;

    private final AtomicReferenceArray<OpenRequest> slots = new AtomicReferenceArray<>(SLOTS);

    /** A request and its age when it was looked at. */
    public record Seen(OpenRequest request, long ageNanos) { }

    public void add(OpenRequest request) {
        int first = slot(request);
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i) % SLOTS;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, request)) return;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same object is removed
    public void remove(OpenRequest request) {
        int first = slot(request);
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i) % SLOTS;
            if (slots.getPlain(slot) != request) continue;
            slots.setRelease(slot, null);
            return;
        }
    }

    private static int slot(OpenRequest request) {
        return (System.identityHashCode(request) * SPREAD >>> 8) % SLOTS;
    }

    /** The oldest requests, the oldest first. */
    public List<Seen> oldest(int most) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            OpenRequest request = slots.getAcquire(i);
            if (request != null) seen.add(new Seen(request, request.age()));
        }
        seen.sort(Comparator.comparingLong(Seen::ageNanos).reversed());
        return List.copyOf(seen.subList(0, Math.min(most, seen.size())));
    }
}
