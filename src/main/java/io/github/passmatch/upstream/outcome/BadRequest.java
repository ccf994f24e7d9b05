package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.OwnAnswer;

/** Is thrown for a request that the proxy answers itself and does not forward. Has no stack trace, because it is a response and not a fault. */
public final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    /** @param detail what exactly is wrong, for the log */
    public BadRequest(OwnAnswer reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Why the request is refused; includes the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
