package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.UpstreamRequest;

/** Is thrown when a kept connection breaks before any byte of a response. What was sent decides whether the request may be sent again. */
final class DeadConnection extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient UpstreamFailure failure;
    private final boolean nothingWritten;

    DeadConnection(UpstreamFailure failure, boolean nothingWritten) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
        this.nothingWritten = nothingWritten;
    }

    /** The failure to report if the request is not sent again. */
    UpstreamFailure failure() {
        return failure;
    }

    /** RFC 9110 §9.2.2: only a request on which the upstream cannot have acted, or may act twice; and the request body must still be available. */
    boolean mayReplay(UpstreamRequest request) {
        return (nothingWritten || request.isIdempotent()) && request.body().restart();
    }
}
