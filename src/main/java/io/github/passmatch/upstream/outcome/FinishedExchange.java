package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes one request from its arrival to its end; every view of diagnostics prints it. A missing part is null here, and empty in the
 * method with the longer name: one is created for each request, and it should need no further objects.
 *
 * @param endedMillis when it ended, in milliseconds since 1970
 * @param rule        the rule that matched, or null if the request was refused before
 * @param client      the address of the client: the peer of the connection, or the address that trusted proxies report
 * @param user        the user who is logged in, as text, or null
 * @param method      as the client sent it
 * @param path        as the client sent it, without query, and not longer than {@link #LONGEST_PATH}
 * @param status      the status that the client received, or would have received
 * @param upstream    the upstream server, or null
 * @param sent        bytes of the request body that were sent to the upstream
 * @param received    bytes of the response body that were received
 * @param times       how long each part took
 * @param lease       how the connection was obtained, or null; of the second attempt, if the request was replayed
 * @param release     whether the connection was kept, and why, or null
 * @param replayed    whether the request was sent twice, because a kept connection had died
 * @param ending      how the request ended
 * @param failure     what failed at the upstream, or null
 * @param own         why the proxy answered itself, or null
 * @param detail      what exactly was wrong in that case, or null
 * @param choice      which member of a balancer was chosen last, and why, or null
 */
public record FinishedExchange(
        long endedMillis, Rule rule, String client, String user, String method, String path, int status, Authority upstream, long sent, long received,
        Times times, LeaseVerdict lease, ReleaseVerdict release, boolean replayed, ExchangeResult ending, UpstreamFailure failure,
        OwnAnswer own, String detail, Choice choice) {

    /** Longer paths are cut to this number of characters. */
    public static final int LONGEST_PATH = 2048;

    public FinishedExchange {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(method, "method");
        if (path.length() > LONGEST_PATH) path = path.substring(0, LONGEST_PATH);
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(ending, "ending");
    }

    /** The verdict on the connection at lease. */
    public Optional<LeaseVerdict> leaseVerdict() {
        return Optional.ofNullable(lease);
    }

    /** The verdict on the connection at release. */
    public Optional<ReleaseVerdict> releaseVerdict() {
        return Optional.ofNullable(release);
    }

    /** The choice of the member of a balancer. */
    public Optional<Choice> memberChoice() {
        return Optional.ofNullable(choice);
    }

    /** What failed at the upstream. */
    public Optional<UpstreamFailure> upstreamFailure() {
        return Optional.ofNullable(failure);
    }

    /** How the request ended, for logs: {@code answered}, {@code own:encoded-slash}. */
    public String endingCode() {
        return ending == ExchangeResult.OWN && own != null ? own.toString() : ending.code();
    }

    /** Why the proxy answered itself. */
    public Optional<OwnAnswer> ownAnswer() {
        return Optional.ofNullable(own);
    }

    /**
     * How long an exchange took, in nanoseconds; 0 for a part that was not reached.
     *
     * @param queue     waiting for a free connection
     * @param connect   name look-up, connect, tunnel and TLS; 0 on a kept connection
     * @param firstByte from the lease of the connection to the head of the final response, with the time to send the request
     * @param total     from the arrival of the request to the last byte written to the container for the client
     */
    public record Times(long queue, long connect, long firstByte, long total) {

        /** Writes nanoseconds as milliseconds, to the microsecond. */
        public static StringBuilder millis(long nanos, StringBuilder out) {
            long micros = nanos / 1000;
            out.append(micros / 1000).append('.');
            long rest = micros % 1000;
            if (rest < 100) out.append('0');
            if (rest < 10) out.append('0');
            return out.append(rest);
        }
    }
}
