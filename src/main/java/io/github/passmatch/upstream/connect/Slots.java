package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets {@code max} exchanges of a rule have a connection at a time; the others wait, first come, first served. The pool's own limit will not do, because it counts
 * idle connections that belong to a client's login, and would close them in the middle of it to make room.
 */
public final class Slots implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private final boolean unlimited;
    private int free;
    private boolean closed;

    public Slots(int max) {
        free = max;
        unlimited = max == ConnectionSettings.UNLIMITED;
    }

    /** Asks for a slot: the future is done when there is one, and cancelled when there never will be. */
    public CompletableFuture<Void> take() {
        if (unlimited) return CompletableFuture.completedFuture(null);
        CompletableFuture<Void> slot = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) slot.cancel(false);
            else if (free > 0 && slot.complete(null)) free--;
            else waiting.add(slot);
        } finally {
            lock.unlock();
        }
        return slot;
    }

    /** Gives a slot back, to whoever has waited longest. */
    public void give() {
        if (unlimited) return;
        lock.lock();
        try {
            for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll())
                if (next.complete(null)) return;
            free++;
        } finally {
            lock.unlock();
        }
    }

    /** Stops waiting for a slot, or gives it back if it came just now. */
    @SuppressWarnings("CollectionUndefinedEquality") public // the very future is meant
    void abandon(CompletableFuture<Void> slot) {
        if (!slot.cancel(false) && !slot.isCancelled()) give();
        lock.lock();
        try {
            waiting.remove(slot);
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels all waits, also those to come. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(slot -> slot.cancel(false));
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
