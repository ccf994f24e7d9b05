package io.github.passmatch.rules.expression;

/** Thrown if an expression is invalid, or uses a part of httpd's language that is not supported. */
public final class BadExpression extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    BadExpression(int offset, String message, String hint) {
        super(message, null, false, false);
        this.offset = offset;
        this.hint = hint;
    }

    /** The position in the expression, counted from 0. */
    public int offset() {
        return offset;
    }

    /** What to write instead, in one sentence; may be empty. */
    public String hint() {
        return hint;
    }
}
