package io.github.passmatch.rules.target;

import io.github.passmatch.rules.BadText;

/** Thrown if the URL of a rule cannot be used. */
public final class BadTarget extends BadText {

    private static final long serialVersionUID = 1L;

    BadTarget(int offset, String message, String hint) {
        super(offset, message, hint);
    }

    /** The same problem in a URL with {@code characters} additional characters at the beginning. */
    BadTarget shifted(int characters) {
        return new BadTarget(offset() + characters, getMessage(), hint());
    }
}
