package io.github.passmatch.upstream.outcome;

import java.io.IOException;

/** The client's connection ended or broke. Never counts against the upstream. */
public class ClientGone extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause as the container reported it, or null */
    public ClientGone(String message, IOException cause) {
        super(message, cause);
    }
}
