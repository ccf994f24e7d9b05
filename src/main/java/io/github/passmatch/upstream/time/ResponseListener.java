package io.github.passmatch.upstream.time;

import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.UpstreamResponse;
import java.util.Optional;

/** Who waits for an answer: told of interim answers as they come, asked whether it is still there. */
public interface ResponseListener {

    /** Passes nothing on and never leaves. */
    ResponseListener PATIENT = new ResponseListener() {
        @Override
        public void interim(UpstreamResponse answer) { }

        @Override
        public boolean hasLeft() {
            return false;
        }
    };

    /** An interim answer (RFC 9110 §15.2) has come; 101 is never among them. Called on the thread that waits for the final answer. */
    void interim(UpstreamResponse answer) throws ClientGone;

    /** Whether nobody waits any more: then the exchange is ended, whatever it is waiting for. Called often, on another thread; must not wait. */
    boolean hasLeft();

    /** The connection on which it waits; empty where the container does not tell, or where several clients may share it (HTTP/2). Asked only if it matters. */
    default Optional<ClientConnection> connection() {
        return Optional.empty();
    }
}
