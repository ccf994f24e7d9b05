package io.github.passmatch.forward.answer;

import java.io.IOException;

/**
 * The answer broke off after its head was sent. Thrown out of the filter, so that the container cuts the connection and the
 * client can see that something is missing; no page can be sent any more. Its cause has been logged.
 */
public final class ResponseCut extends IOException {

    private static final long serialVersionUID = 1L;

    public ResponseCut(String message) {
        super(message);
    }

    /** Where it was thrown says nothing that the log does not. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
