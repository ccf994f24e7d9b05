package io.github.passmatch.upstream.reactor;

/** Reports that a step would have to wait, and that the thread must not wait. Nothing has been sent; a thread that may wait can repeat the step. */
public final class WouldWait extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private WouldWait() {
        super("a selector thread must not wait", null, false, false);
    }

    /** To be called before a step that may wait. */
    public static void onSelector() {
        if (Reactor.isCurrent()) throw new WouldWait();
    }
}
