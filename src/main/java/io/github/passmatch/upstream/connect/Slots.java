package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.ConnectionSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the exchanges of a rule that have a connection at the same time to {@code max}; the others wait in the order of their arrival. The pool's limit cannot be used: the pool
 * also counts idle connections on which a client is logged in, and would close them during the login to make room.
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

    /** Requests a slot: the future is completed when a slot is free, and cancelled when these slots are closed. */
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
        lock.lock();
        try {
            for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll())
                if (next.complete(null)) return;
            free++;
        } finally {
            lock.unlock();
        }
    }

    /** Stops waiting for a slot, or gives the slot back if it was given meanwhile. */
    @SuppressWarnings("CollectionUndefinedEquality") public // identity is intended
    void abandon(CompletableFuture<Void> slot) {
        if (!slot.cancel(false) && !slot.isCancelled()) give();
        lock.lock();
        try {
            waiting.remove(slot);
        } finally {
            lock.unlock();
        }
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
