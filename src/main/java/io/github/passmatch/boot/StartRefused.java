package io.github.passmatch.boot;

/** Reports that the application cannot start with its Passmatch configuration; {@link StartRefusedAnalyzer} prints it without a stack trace. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param description everything that is wrong, on one or more lines
     * @param action      the cure
     */
    StartRefused(String description, String action, Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
