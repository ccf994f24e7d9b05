package io.github.passmatch.diagnose.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Holds the last items of a sequence. Without locks: a reader that runs beside a writer may miss an item, or see an item that is newer than its neighbours. */
public final class Ring<T> {

    private final AtomicReferenceArray<T> slots;
    private final AtomicLong added = new AtomicLong();

    public Ring(int size) {
        slots = new AtomicReferenceArray<>(size);
    }

    public void add(T item) {
        slots.set((int) (added.getAndIncrement() % slots.length()), item);
    }

    public List<T> newestFirst() {
        long end = added.get();
        List<T> items = new ArrayList<>(slots.length());
        for (long i = end - 1; i >= Math.max(0, end - slots.length()); i--) {
            T item = slots.get((int) (i % slots.length()));
            if (item != null) items.add(item);
        }
        return items;
    }
}
