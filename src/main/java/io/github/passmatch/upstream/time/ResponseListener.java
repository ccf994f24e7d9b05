package io.github.passmatch.upstream.time;

import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.UpstreamResponse;
import java.util.Optional;

/** Represents the client that waits for a response: receives interim responses, and reports whether the client has left. */
public interface ResponseListener {

    /** Ignores interim responses and never leaves. */
    ResponseListener PATIENT = new ResponseListener() {
        @Override
        public void interim(UpstreamResponse answer) { }

        @Override
        public boolean hasLeft() {
            return false;
        }
    };

    /** Receives an interim response (RFC 9110 §15.2), never 101. Called on the thread that waits for the final response. */
    void interim(UpstreamResponse answer) throws ClientGone;

    /** Whether the client has left: then the exchange is ended, in every phase. Called often, on a different thread; must not wait. */
    boolean hasLeft();

    /** The client's connection; empty if the container does not report it, or if several clients may share it (HTTP/2). Called only if it matters. */
    default Optional<ClientConnection> connection() {
        return Optional.empty();
    }
}
