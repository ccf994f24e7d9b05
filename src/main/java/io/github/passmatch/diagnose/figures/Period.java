package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.util.Optional;

/**
 * Sums up what one rule did in a period.
 *
 * @param fromMillis   the begin, milliseconds since 1970
 * @param seconds      the length
 * @param requests     finished requests
 * @param clientErrors of those, with a status 4xx
 * @param serverErrors of those, with a status 5xx
 * @param failed       of those, failed by the upstream
 * @param reused       requests on a kept connection
 * @param opened       requests on a new connection
 * @param mainReason   why most of these connections were new; null if none was
 * @param mainClosing  why most of the connections that were closed were closed; null if none was
 * @param medianMillis half of the requests took no longer than this; not a number if there were none
 * @param p99Millis    99 of 100 requests took no longer than this; not a number if there were none
 */
public record Period(long fromMillis, int seconds, int requests, int clientErrors, int serverErrors, int failed, int reused, int opened, LeaseVerdict.Reason mainReason,
                     ReleaseVerdict.Reason mainClosing, float medianMillis, float p99Millis) {

    /** Requests that got 5xx or were failed by the upstream. */
    public int troubled() {
        return Math.max(serverErrors, failed);
    }

    /** Requests that had a connection. */
    public int leases() {
        return reused + opened;
    }

    /** Why most connections were new. Where the pool was only empty because connections are closed after their exchange, why they are closed. */
    public Optional<Explained> cause() {
        return Optional.ofNullable(mainReason == LeaseVerdict.Reason.POOL_EMPTY && mainClosing != null ? mainClosing : mainReason);
    }

    /** The end of the period, milliseconds since 1970. */
    public long untilMillis() {
        return fromMillis + seconds * 1000L;
    }
}
