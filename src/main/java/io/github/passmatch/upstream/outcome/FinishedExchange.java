package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import java.util.Objects;
import java.util.Optional;

/**
 * One request from its arrival to its end, as it was: what every diagnosis prints. What there was not is null here, and empty in the
 * methods that begin with the same word; one is made for each request, and it shall be one object.
 *
 * @param endedMillis when it ended, in milliseconds since 1970
 * @param rule        the rule that took it, or null if it was refused before one did
 * @param client      the address of whoever is at the other end of the client's connection
 * @param method      as the client sent it
 * @param path        as the client sent it, without query, and no longer than {@link #LONGEST_PATH}
 * @param status      what the client was answered, or would have been
 * @param upstream    the server that was asked, or null
 * @param sent        bytes of the request body that went to the upstream
 * @param received    bytes of the response body that came from it
 * @param times       how long it took
 * @param lease       how the connection was come by, or null; of the second attempt, if the request was replayed
 * @param release     what became of it, or null
 * @param replayed    whether it was sent twice, because a kept connection had died
 * @param ending      how it ended
 * @param failure     what the upstream did wrong, or null
 * @param own         why the proxy answered itself, or null
 * @param detail      what exactly was found then, or null
 */
public record FinishedExchange(
        long endedMillis, Rule rule, String client, String method, String path, int status, Authority upstream, long sent, long received,
        Times times, LeaseVerdict lease, ReleaseVerdict release, boolean replayed, ExchangeResult ending, UpstreamFailure failure,
        OwnAnswer own, String detail) {

    /** Longer paths are cut to so many characters. */
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

    /** What the upstream did wrong. */
    public Optional<UpstreamFailure> upstreamFailure() {
        return Optional.ofNullable(failure);
    }

    /** How it ended, for logs: {@code answered}, {@code own:encoded-slash}. */
    public String endingCode() {
        return ending == ExchangeResult.OWN && own != null ? own.toString() : ending.code();
    }

    /** Why the proxy answered itself. */
    public Optional<OwnAnswer> ownAnswer() {
        return Optional.ofNullable(own);
    }

    /**
     * How long an exchange took, in nanoseconds; 0 where it did not come so far.
     *
     * @param queue     waiting for a free connection
     * @param connect   finding the address, connecting, tunnel and TLS; 0 on a kept connection
     * @param firstByte from the connection being there to the head of the final answer: sending the request is part of it
     * @param total     from the arrival of the request to the last byte given to the container for the client
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
