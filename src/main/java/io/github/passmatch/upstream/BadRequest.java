package io.github.passmatch.upstream;

/** A request that is answered with a 4xx and never reaches the upstream. Carries no stack trace: it is an answer, not a fault. */
public final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param message for the log */
    public BadRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** 400 to 599. */
    public int status() {
        return status;
    }
}
