package io.github.passmatch.rules;

/** A search took more steps, or more stack, than one request may. */
final class TooMuchWork extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuchWork() {
        super("the regular expression needs too many steps for this text", null, false, false);
    }
}
