package io.github.passmatch.forward.answer;

import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.List;

/** Maps failures of upstreams to the status for the client (RFC 9110 §15.6; departure 10). */
public final class FailureStatus {

    private FailureStatus() { }

    /** For a limit that may not be reached any more in a second. */
    public static final List<Field> RETRY = List.of(new Field("Retry-After", "1"));

    /** The fields for the answer: {@code Retry-After} if all connections or file descriptors were in use. */
    public static List<Field> fields(UpstreamFailure.Kind kind) {
        return kind == UpstreamFailure.Kind.POOL_EXHAUSTED || kind == UpstreamFailure.Kind.NO_DESCRIPTOR ? RETRY : List.of();
    }

    public static int of(UpstreamFailure.Kind kind) {
        return switch (kind) {
            case SWITCHED_OFF, IN_ERROR, NO_MEMBER, POOL_EXHAUSTED, REFUSED, NO_CONTINUE, NO_DESCRIPTOR, SHUT_DOWN -> 503;
            case BLOCKED -> 403;
            case CONNECT_TIMEOUT, SEND_TIMEOUT, ANSWER_TIMEOUT, BODY_TIMEOUT, TOTAL_TIMEOUT -> 504;
            case UNRESOLVED, TUNNEL, TLS, SEND, NO_ANSWER, BAD_ANSWER, FIELD_TOO_LONG, SPEAKS_TLS, SPEAKS_NO_TLS, BODY -> 502;
        };
    }
}
