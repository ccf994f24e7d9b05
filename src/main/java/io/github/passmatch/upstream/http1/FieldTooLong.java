package io.github.passmatch.upstream.http1;

import org.apache.hc.core5.http.HttpException;

/** Is thrown if a line of a response head is longer than {@code responsefieldsize}. */
public final class FieldTooLong extends HttpException {

    private static final long serialVersionUID = 1L;

    FieldTooLong(Exception cause) {
        super("a line of the response head is too long", cause);
    }
}
