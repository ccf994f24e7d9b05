package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Explained;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Is thrown if the upstream cannot be used, or does not respond as HTTP requires. The message states, for the log, what was tried, with which
 * server and for how long; clients do not see it.
 */
public final class UpstreamFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Phase phase;

    public UpstreamFailure(Kind kind, String message, Throwable cause) {
        this(kind, null, message, cause);
    }

    /** @param phase null if the failure was before the lease of a connection */
    public UpstreamFailure(Kind kind, Phase phase, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.phase = phase;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The phase of the failure; empty if it was before the lease of a connection. */
    public Optional<Phase> phase() {
        return Optional.ofNullable(phase);
    }

    /** The format of limits and times in messages: {@code 300 ms}. */
    public static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** All kinds of failures. */
    public enum Kind implements Explained {
        SWITCHED_OFF("switched-off", "the rule is switched off by status="),
        IN_ERROR("in-error", "a connect failed less than retry ago (status=-I)"),
        NO_MEMBER("no-member", "no member of the balancer can be used"),
        POOL_EXHAUSTED("pool-exhausted", "max connections were in use for longer than acquire"),
        UNRESOLVED("unresolved", "the host name has no address"),
        REFUSED("refused", "no connection was made: it was refused or closed at once, or there is no route"),
        CONNECT_TIMEOUT("connect-timeout", "no connection was accepted within connectiontimeout"),
        BLOCKED("blocked", "ProxyBlock forbids the host"),
        TUNNEL("tunnel", "the remote proxy did not open the tunnel"),
        TLS("tls", "the TLS handshake failed, or the certificate is not the right one"),
        SEND("send", "the connection broke while the request was sent, and no answer was there"),
        SEND_TIMEOUT("send-timeout", "the upstream read nothing of the request for longer than timeout"),
        NO_CONTINUE("no-continue", "the upstream did not ask for the request body within ping"),
        NO_ANSWER("no-answer", "the connection ended before a response head"),
        ANSWER_TIMEOUT("answer-timeout", "no response head within timeout"),
        BAD_ANSWER("bad-answer", "the upstream sent something that is not an HTTP response"),
        FIELD_TOO_LONG("field-too-long", "a line of the response head is longer than responsefieldsize"),
        SPEAKS_TLS("speaks-tls", "the upstream speaks TLS, but the rule's URL says http://"),
        SPEAKS_NO_TLS("speaks-no-tls", "the upstream does not speak TLS, but the rule's URL says https://"),
        BODY("body", "the response body broke off or is malformed"),
        BODY_TIMEOUT("body-timeout", "the response body stopped coming for longer than timeout"),
        TOTAL_TIMEOUT("total-timeout", "the whole exchange took longer than totaltimeout"),
        NO_DESCRIPTOR("no-descriptor", "this process has no file descriptor left for a connection"),
        SHUT_DOWN("shut-down", "the proxy is being stopped");

        private final String code;
        private final String sentence;

        Kind(String code, String sentence) {
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
