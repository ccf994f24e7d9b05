package io.github.passmatch.forward.body;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.ClientGone;
import java.io.IOException;

/** Is thrown if a request body cannot or must not be read to the end. Ends the upload in the same way as a client that leaves, but the client still gets an answer. */
public final class UnreadableBody extends ClientGone {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    /**
     * @param detail details, for the log
     * @param cause  the exception of the container, or null
     */
    UnreadableBody(OwnAnswer reason, String detail, IOException cause) {
        super(detail, cause);
        this.reason = reason;
    }

    /** The reason, which also has the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
