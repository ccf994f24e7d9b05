package io.github.passmatch.forward;

/** A request that is answered with a 4xx and never reaches the upstream. Carries no stack trace: it is an answer, not a fault. */
final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
