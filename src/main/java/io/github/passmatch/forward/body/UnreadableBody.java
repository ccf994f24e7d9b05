package io.github.passmatch.forward.body;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.ClientGone;
import java.io.IOException;

/** A request body that cannot or must not be read to its end. Ends the upload as a client that leaves does, but the client is still there for an answer. */
public final class UnreadableBody extends ClientGone {

    private static final long serialVersionUID = 1L;

    private final OwnAnswer reason;

    /**
     * @param detail what exactly was found, for the log
     * @param cause  as the container reported it, or null
     */
    UnreadableBody(OwnAnswer reason, String detail, IOException cause) {
        super(detail, cause);
        this.reason = reason;
    }

    /** Why; also tells the HTTP status. */
    public OwnAnswer reason() {
        return reason;
    }
}
