package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.UpstreamRequest;

/** A kept connection died before any byte of a response. What may be done about it depends on what was sent. */
final class DeadConnection extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient UpstreamFailure failure;
    private final boolean nothingWritten;

    DeadConnection(UpstreamFailure failure, boolean nothingWritten) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
        this.nothingWritten = nothingWritten;
    }

    /** What it is for the client, if the request is not sent again. */
    UpstreamFailure failure() {
        return failure;
    }

    /** RFC 9110 §9.2.2: only what the upstream cannot have acted on, or may act on twice; and the body must still be there. */
    boolean mayReplay(UpstreamRequest request) {
        return (nothingWritten || request.isIdempotent()) && request.body().restart();
    }
}
