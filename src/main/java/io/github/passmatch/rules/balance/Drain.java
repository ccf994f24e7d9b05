package io.github.passmatch.rules.balance;

/** Knows by which events one member drains, and since when. Written under the lock of the balancer. What {@code status=+N} says in the configuration is no event. */
final class Drain {

    private volatile boolean byCheck;
    private volatile boolean byChange;
    private volatile boolean leaves;
    private volatile boolean gone;
    private volatile long since;

    /** {@code hcdrain}. */
    void byCheck(boolean on, long now) {
        byCheck = on;
        note(now);
    }

    /** The flag was changed at run time. */
    void byChange(boolean on, long now) {
        byChange = on;
        note(now);
    }

    /** The member is not among the members any more. The time begins with {@link #begin}. */
    void leaves(boolean on) {
        leaves = on;
        if (!isOn()) since = 0;
    }

    /** A member that leaves drains from now on, unless it drains already. */
    void begin(long now) {
        note(now);
    }

    private void note(long now) {
        since = !isOn() ? 0 : since == 0 ? now : since;
    }

    /** The member gets no request any more. */
    void end() {
        gone = true;
    }

    boolean isByCheck() {
        return byCheck;
    }

    boolean isOn() {
        return byCheck || byChange || leaves;
    }

    /** Whether the member drains although the flag is not set. */
    boolean isForced() {
        return byCheck || leaves;
    }

    boolean isGone() {
        return gone;
    }

    /** Milliseconds since 1970; 0: the member does not drain, or only by the configuration. */
    long since() {
        return since;
    }
}
