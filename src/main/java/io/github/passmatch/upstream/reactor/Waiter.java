package io.github.passmatch.upstream.reactor;

/** Waits for the input of a {@link WatchedChannel}. */
public interface Waiter {

    /**
     * Whether {@code bytes} are enough to continue without waiting for more. Called on the selector thread, with the lock held; must only check the bytes.
     */
    boolean isEnough(byte[] bytes, int offset, int length);

    /** Enough input has arrived, or the connection ended. Called once, on the selector thread or on the thread that closed the connection; the waiter owns the connection from now on. */
    void resume();
}
