package io.github.passmatch.rules.balance;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What happens if a member is not usable.
 *
 * @param keepsSessions {@code nofailover=on}: a session never moves to another member
 * @param maxAttempts   further attempts after the first; empty: one for each other member
 * @param patience      {@code timeout} of the balancer: how long a request waits until a member is usable
 * @param forced        {@code forcerecovery}: if all members are in error, all are used again at once
 * @param budget        {@code retrybudget}: percentage of the requests in progress that may be repeated; empty: no limit
 */
public record Failover(boolean keepsSessions, OptionalInt maxAttempts, Duration patience, boolean forced, OptionalInt budget) {

    /** httpd's defaults. */
    public static final Failover DEFAULT = new Failover(false, OptionalInt.empty(), Duration.ZERO, true, OptionalInt.empty());

    public Failover {
        Objects.requireNonNull(maxAttempts, "maxAttempts");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(budget, "budget");
    }

    /** Further attempts after the first, of a balancer with {@code members} members. */
    public int furtherAttempts(int members) {
        return maxAttempts.orElse(Math.max(0, members - 1));
    }
}
