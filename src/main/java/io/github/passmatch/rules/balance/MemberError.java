package io.github.passmatch.rules.balance;

import java.time.Instant;

/**
 * The error state of a member.
 *
 * @param detail what was seen, such as {@code 503} or the message of an exception; may be empty
 * @param since  milliseconds since 1970
 * @param until  milliseconds since 1970; then one request at a time tries the member
 */
public record MemberError(ErrorCause cause, String detail, long since, long until) {

    /** {@code in error until 2026-01-01T00:01:00Z, because the connect failed (connection refused)}. */
    @Override
    public String toString() {
        return "in error until " + Instant.ofEpochMilli(until) + ", because " + cause.sentence() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
