package io.github.passmatch.rules;

/** Thrown if a text of the configuration cannot be used; says where the problem is and what to write instead. Has no stack trace. */
public abstract class BadText extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    /**
     * @param offset the position in the text, counted from 0
     * @param hint   what to write instead, in one sentence; may be empty
     */
    protected BadText(int offset, String message, String hint) {
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
