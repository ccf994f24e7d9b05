package io.github.passmatch.rules.target;

import io.github.passmatch.rules.OwnAnswer;

/** Thrown for a request target that is rejected before or while a rule is applied, as httpd does. Has no stack trace, because the client's request causes it. */
public final class BadPath extends Exception {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    public BadPath(OwnAnswer reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Why the request target is rejected; also gives the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
