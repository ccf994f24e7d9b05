package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.BadText;

/** Thrown if an expression is invalid, or uses a part of httpd's language that is not supported. */
public final class BadExpression extends BadText {

    private static final long serialVersionUID = 1L;

    BadExpression(int offset, String message, String hint) {
        super(offset, message, hint);
    }
}
