package io.github.passmatch.rules.target;

/** The URL of a rule cannot be used. */
public final class BadTarget extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String hint;

    BadTarget(int offset, String message, String hint) {
        super(message);
        this.offset = offset;
        this.hint = hint;
    }

    /** The same trouble in a URL that has {@code characters} more at its beginning. */
    BadTarget behind(int characters) {
        return new BadTarget(offset + characters, getMessage(), hint);
    }

    /** Where in the URL the trouble begins, counted from 0. */
    public int offset() {
        return offset;
    }

    /** What to write instead; empty where there is nothing to say. */
    public String hint() {
        return hint;
    }
}
