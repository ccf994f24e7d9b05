package io.github.passmatch.rules;

/** A request target that is refused before any rule sees it, as httpd does. Carries no stack trace: it is an answer, not a fault. */
public final class BadPath extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadPath(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status to answer with: 400 or 404. */
    public int status() {
        return status;
    }
}
