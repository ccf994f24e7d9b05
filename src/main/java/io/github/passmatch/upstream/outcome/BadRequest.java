package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.OwnAnswer;

/** A request that the proxy answers itself, so it never reaches the upstream. Carries no stack trace: it is an answer, not a fault. */
public final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    /** @param detail what exactly was found, for the log */
    public BadRequest(OwnAnswer reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Why it is refused; also tells the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
