package io.github.passmatch.forward;

import io.github.passmatch.upstream.ClientGone;

/** A body without announced length grew beyond {@code LimitRequestBody} while it was passed on. Ends the upload as a client that leaves does. */
final class BodyTooLarge extends ClientGone {

    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super("LimitRequestBody is " + limit, null);
    }
}
