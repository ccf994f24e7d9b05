package io.github.passmatch.upstream;

import java.time.Duration;
import java.util.Objects;

/**
 * The upstream could not be used or did not answer as HTTP demands. The message says what was tried, on whom and how long, for
 * the log; it is not meant for clients.
 */
public final class UpstreamFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    UpstreamFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Limits and times in messages: {@code 300 ms}. */
    static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** Everything that can go wrong on the upstream's side. */
    public enum Kind {
        /** The rule is switched off by {@code status=}. */
        SWITCHED_OFF,
        /** A connect failed less than {@code retry} ago ({@code status=-I}). */
        IN_ERROR,
        /** {@code max} connections were in use for longer than {@code acquire}. */
        POOL_EXHAUSTED,
        /** The host name has no address. */
        UNRESOLVED,
        /** No connection: refused, no route, closed at once. */
        REFUSED,
        /** Nobody accepted within {@code connectiontimeout}. */
        CONNECT_TIMEOUT,
        /** {@code ProxyBlock} forbids the host. */
        BLOCKED,
        /** The remote proxy made no tunnel. */
        TUNNEL,
        /** The TLS handshake failed, or the certificate is not the right one. */
        TLS,
        /** The connection broke while the request was sent, and no answer was there. */
        SEND,
        /** The upstream took nothing of the request for longer than {@code timeout}. */
        SEND_TIMEOUT,
        /** The upstream did not ask for the request body within {@code ping}. */
        NO_CONTINUE,
        /** The connection ended before a response head. */
        NO_ANSWER,
        /** No response head within {@code timeout}. */
        ANSWER_TIMEOUT,
        /** What came is no HTTP response. */
        BAD_ANSWER,
        /** The response body broke off or is malformed. */
        BODY,
        /** The response body stopped coming for longer than {@code timeout}. */
        BODY_TIMEOUT,
        /** The whole exchange took longer than {@code totaltimeout}. */
        TOTAL_TIMEOUT,
        /** The proxy is being stopped. */
        SHUT_DOWN
    }
}
