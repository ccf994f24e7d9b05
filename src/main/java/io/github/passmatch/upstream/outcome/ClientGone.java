package io.github.passmatch.upstream.outcome;

import java.io.IOException;

/** Is thrown if the client's connection ended or broke. Never counts as a failure of the upstream. */
public class ClientGone extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause as the container reported it, or null */
    public ClientGone(String message, IOException cause) {
        super(message, cause);
    }
}
