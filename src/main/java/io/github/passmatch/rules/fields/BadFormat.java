package io.github.passmatch.rules.fields;

/** Thrown if the value of a {@code Header} or {@code RequestHeader} line has an invalid format. */
public final class BadFormat extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    BadFormat(int offset, String message, String hint) {
        super(message, null, false, false);
        this.offset = offset;
        this.hint = hint;
    }

    /** The position in the text, counted from 0. */
    public int offset() {
        return offset;
    }

    /** What to write instead, in one sentence; may be empty. */
    public String hint() {
        return hint;
    }
}
