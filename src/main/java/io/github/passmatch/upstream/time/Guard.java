package io.github.passmatch.upstream.time;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Watches over the waits of one attempt at an exchange. The owner says what it waits for, how long it may last and how to end it; the
 * {@link Watchdog} ends it, at most once, and says why. The owner then sees its wait fail, and never keeps that connection.
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
        /** Nothing was ended, and nothing will be. */
        RELEASED
    }

    /**
     * An answer that has come while a write waits is looked for only after so long: it might be an interim one, and to stop
     * a write is to stop the request for good.
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

    /** From now on, waits are ended by {@code end}, which is called on any thread and perhaps twice. */
    public void endBy(Runnable end) {
        this.end = end;
        if (ended()) end.run();    // struck before that was written: whoever struck may have ended the wait before this one
    }

    /** Called now and then while a write waits for long: the upstream may have answered without waiting for the rest. */
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

    /** Whether that was because of {@code why}. */
    public boolean endedBy(Cause why) {
        return cause.get() == why;
    }

    /** The watchdog's look. */
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

    /** Nobody watches any more: all waits end, the one that lasts and those to come. */
    void shutDown() {
        strike(Cause.SHUT_DOWN);
    }

    private void strike(Cause why) {
        if (cause.compareAndSet(null, why)) end.run();
    }

    /** The connection is about to be released. If nothing has been struck by now, nothing will be. */
    @Override
    public void close() {
        forget.accept(this);
        cause.compareAndSet(null, Cause.RELEASED);
    }
}
