package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.BadText;

/** Thrown if the value of a {@code Header} or {@code RequestHeader} line, or a {@code LogFormat}, has an invalid format. */
public final class BadFormat extends BadText {

    private static final long serialVersionUID = 1L;

    public BadFormat(int offset, String message, String hint) {
        super(offset, message, hint);
    }
}
