package io.github.passmatch.forward.answer;

import java.io.IOException;

/**
 * Is thrown if the answer broke off after the head was sent. Must leave the filter, so that the container cuts the connection and the
 * client can see that the answer is incomplete; an error page cannot be sent any more. The cause is already logged.
 */
public final class ResponseCut extends IOException {

    private static final long serialVersionUID = 1L;

    public ResponseCut(String message) {
        super(message);
    }

    /** A stack trace would have no information that is not in the log. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
