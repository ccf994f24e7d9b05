package io.github.passmatch.rules.target;

/** Thrown if the URL of a rule cannot be used. */
public final class BadTarget extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    BadTarget(int offset, String message, String hint) {
        super(message);
        this.offset = offset;
        this.hint = hint;
    }

    /** The same problem in a URL with {@code characters} additional characters at the beginning. */
    BadTarget shifted(int characters) {
        return new BadTarget(offset + characters, getMessage(), hint);
    }

    /** The position of the problem in the URL, counted from 0. */
    public int offset() {
        return offset;
    }

    /** What to write instead; may be empty. */
    public String hint() {
        return hint;
    }
}
