package io.github.passmatch.upstream.time;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Limits the waits of one attempt at an exchange. The owner sets the limit of each wait and the action that ends it; the
 * {@link Watchdog} runs this action, at most once, with a cause. Then the owner's wait fails, and the owner never keeps the connection.
 */
public final class Guard implements AutoCloseable {

    /** Why a wait was ended. */
    public enum Cause {
        /** The limit of this wait has passed. */
        LIMIT,
        /** {@code totaltimeout} has passed. */
        TOTAL,
        /** The client has left. */
        CLIENT_GONE,
        /** The proxy is being stopped. */
        SHUT_DOWN,
        /** No wait was ended, and none will be. */
        RELEASED
    }

    /**
     * A write that waits is checked for an early response only after this time: the response may be an interim one, and a write that was stopped cannot be
     * continued.
     */
    private static final long ANSWER_PATIENCE_NANOS = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final ResponseListener listener;
    private final Deadline total;
    private final Consumer<Guard> forget;
    private final AtomicReference<Cause> cause = new AtomicReference<>();
    private final AtomicLong deadline = new AtomicLong(NEVER);
    private volatile long sendingSince = NEVER;
    private volatile Runnable end = Guard::nothing;
    private volatile Runnable stopSendingIfAnswered = Guard::nothing;

    Guard(ResponseListener listener, Deadline total, Consumer<Guard> forget) {
        this.listener = listener;
        this.total = total;
        this.forget = forget;
    }

    private static void nothing() { }

    /** From now on {@code end} ends the waits; it may be called on any thread, and twice. */
    public void endBy(Runnable end) {
        this.end = end;
        if (ended()) end.run();    // the guard has acted before: perhaps with the previous action
    }

    /** Sets an action that is run repeatedly while a write waits for a long time: the upstream may have responded without waiting for the rest. */
    public void whileSending(Runnable stopSendingIfAnswered) {
        this.stopSendingIfAnswered = stopSendingIfAnswered;
    }

    /** Begins a wait that may last {@code limitNanos}. */
    public void arm(long limitNanos) {
        deadline.set(System.nanoTime() + limitNanos);
    }

    /** Begins a wait to write. */
    public void armSending(long limitNanos) {
        long now = System.nanoTime();
        sendingSince = now;
        deadline.set(now + limitNanos);
    }

    /** Ends the wait. */
    public void disarm() {
        deadline.set(NEVER);
        sendingSince = NEVER;
    }

    /** Whether a wait was ended by the watchdog. */
    public boolean ended() {
        return cause.get() != null && cause.get() != Cause.RELEASED;
    }

    /** Whether {@code why} is the cause. */
    public boolean endedBy(Cause why) {
        return cause.get() == why;
    }

    /** Called by the watchdog at every tick. */
    void look(long now) {
        if (listener.hasLeft()) strike(Cause.CLIENT_GONE);
        else if (total.passed(now)) strike(Cause.TOTAL);
        else if (isDue(now)) strike(Cause.LIMIT);
        else if (sendingSince != NEVER && now - sendingSince >= ANSWER_PATIENCE_NANOS) stopSendingIfAnswered.run();
    }

    private boolean isDue(long now) {
        long due = deadline.get();
        return due != NEVER && now - due >= 0 && deadline.compareAndSet(due, NEVER);
    }

    /** The watchdog ends: the current wait fails, and all later ones. */
    public void shutDown() {
        strike(Cause.SHUT_DOWN);
    }

    private void strike(Cause why) {
        if (cause.compareAndSet(null, why)) end.run();
    }

    /** To be called before the connection is released: from now on the guard does not act. */
    @Override
    public void close() {
        forget.accept(this);
        cause.compareAndSet(null, Cause.RELEASED);
    }
}
