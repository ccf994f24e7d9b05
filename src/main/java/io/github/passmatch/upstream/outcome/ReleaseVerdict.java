package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Explained;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * States whether a connection was kept or closed when its exchange ended, and why. Decided once, at release; every view shows this decision.
 *
 * @param reason  why the connection was closed, or {@link Reason#KEPT}
 * @param keepFor how long the connection may be idle and still be used; empty: the proxy sets no limit
 * @param login   whether the connection is kept only for this client connection, because a client may be logged in on it
 */
public record ReleaseVerdict(Reason reason, Optional<Duration> keepFor, boolean login) {

    /** The limit of the idle time of a connection with a login, unless ttl or the upstream gives a lower one: the limit of IIS. */
    private static final Duration LONGEST_LOGIN_IDLE = Duration.ofMinutes(2);

    public ReleaseVerdict {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(keepFor, "keepFor");
    }

    public static ReleaseVerdict kept(Optional<Duration> keepFor) {
        return new ReleaseVerdict(Reason.KEPT, keepFor, false);
    }

    /** Kept for one client connection, and not longer than {@link #LONGEST_LOGIN_IDLE}. */
    public static ReleaseVerdict keptForLogin(Optional<Duration> keepFor) {
        return new ReleaseVerdict(Reason.KEPT, keepFor.filter(limit -> limit.compareTo(LONGEST_LOGIN_IDLE) < 0).or(() -> Optional.of(LONGEST_LOGIN_IDLE)), true);
    }

    public static ReleaseVerdict closed(Reason reason) {
        return new ReleaseVerdict(reason, Optional.empty(), false);
    }

    /** The reason in one sentence. */
    public String sentence() {
        return login ? "kept open for this client connection alone: somebody may be logged in on it (NTLM, Negotiate)" : reason.sentence();
    }

    /** Whether the connection was given back to the pool. */
    public boolean kept() {
        return reason == Reason.KEPT;
    }

    /** {@code kept}, {@code kept(4.0s)}, {@code kept(4.0s,login)} or {@code closed:upstream-said-close}. */
    @Override
    public String toString() {
        if (!kept()) return "closed:" + reason.code();
        return keepFor.map(limit -> "kept(" + limit.toMillis() / 1000.0 + (login ? "s,login)" : "s)")).orElse("kept");
    }

    /** All reasons. */
    public enum Reason implements Explained {
        KEPT("kept", "kept open for the next request"),
        RULE("rule", "the rule keeps no connections"),
        VARIABLE("variable", "proxy-nokeepalive or force-proxy-request-1.0 is set for this request"),
        UPSTREAM_SAID_CLOSE("upstream-said-close", "the response carried Connection: close (RFC 9112 §9.6)"),
        HTTP_1_0("http-1.0", "the upstream answered in HTTP/1.0, which keeps no connection"),
        NO_LENGTH("no-length", "the body had neither length nor chunks and ended with the connection (RFC 9112 §6.3)"),
        AMBIGUOUS_LENGTH("ambiguous-length", "the response was framed in two ways, or in a way that another reader may understand differently (RFC 9112 §6)"),
        CONNECTION_LOGIN("connection-login", "somebody may be logged in on it (NTLM, Negotiate), and no later request is known to be of the same client connection, because that connection ends or is HTTP/2"),
        EXTRA_BYTES("extra-bytes", "bytes followed the end of the response"),
        REQUEST_UNSENT("request-unsent", "the upstream answered before the whole request body was sent"),
        BODY_UNREAD("body-unread", "the response body was not read to its end"),
        UPGRADED("upgraded", "the connection was switched to another protocol (101), and has ended"),
        CLIENT_GONE("client-gone", "the client left"),
        DIED("died", "the upstream closed the kept connection without notice while a request was being sent"),
        FAILED("failed", "the exchange failed"),
        SHUT_DOWN("shut-down", "the proxy was stopped or reconfigured");

        private final String code;
        private final String sentence;

        Reason(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String sentence() {
            return sentence;
        }
    }
}
