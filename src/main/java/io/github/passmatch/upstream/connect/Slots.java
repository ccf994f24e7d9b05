package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the exchanges of a rule that have a connection at the same time to {@code max}; the others wait in the order of their arrival. The pool's limit cannot be used: the pool
 * also counts idle connections on which a client is logged in, and would close them during the login to make room.
 */
public final class Slots implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<CompletableFuture<Void>> waiting = new LinkedHashSet<>();      // in the order of their arrival
    private final boolean unlimited;
    private int free;
    private boolean closed;

    public Slots(int max) {
        free = max;
        unlimited = max == ConnectionSettings.UNLIMITED;
    }

    /**
     * Requests a slot: the future is completed when a slot is free, and cancelled when these slots are closed. What depends on the future runs on the thread that gives a slot back, or closes; it must
     * not wait.
     */
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

    /** Gives a slot back; the exchange that has waited longest gets it. */
    public void give() {
        if (unlimited) return;
        CompletableFuture<Void> next = next();
        while (next != null && !next.complete(null)) next = next();
    }

    /** Takes the first one from the queue; null, and one more slot is free, if nobody waits. */
    private CompletableFuture<Void> next() {
        lock.lock();
        try {
            Iterator<CompletableFuture<Void>> queue = waiting.iterator();
            if (!queue.hasNext()) {
                free++;
                return null;
            }
            CompletableFuture<Void> first = queue.next();
            queue.remove();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Stops waiting for a slot, or gives the slot back if it was given meanwhile. */
    public void abandon(CompletableFuture<Void> slot) {
        leave(slot);
        if (!slot.isCancelled()) give();
    }

    /** Cancels the wait for a slot, if no slot was given. On any thread. */
    @SuppressWarnings("CollectionUndefinedEquality") // identity is intended
    public void leave(CompletableFuture<Void> slot) {
        lock.lock();
        try {
            waiting.remove(slot);
        } finally {
            lock.unlock();
        }
        slot.cancel(false);
    }

    /** How many exchanges wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels all waits, also later ones. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> cancelled;
        lock.lock();
        try {
            closed = true;
            cancelled = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        cancelled.forEach(slot -> slot.cancel(false));
    }
}
