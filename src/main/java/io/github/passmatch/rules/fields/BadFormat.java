package io.github.passmatch.rules.fields;

/** A text that is no format of {@code Header} or {@code RequestHeader}. */
public final class BadFormat extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    BadFormat(int offset, String message, String hint) {
        super(message, null, false, false);
        this.offset = offset;
        this.hint = hint;
    }

    /** Where in the text, counted from 0. */
    public int offset() {
        return offset;
    }

    /** The cure in one sentence, or empty. */
    public String hint() {
        return hint;
    }
}
