package io.github.passmatch.rules.target;

import io.github.passmatch.rules.OwnAnswer;

/** A request target that is refused before any rule sees it, as httpd does. Carries no stack trace: it is an answer, not a fault. */
public final class BadPath extends Exception {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    public BadPath(OwnAnswer reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Why it is refused; also tells the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
