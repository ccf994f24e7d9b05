package io.github.passmatch.upstream;

import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.outcome.Phase;

/** Describes a request that has arrived and is not over. Other threads may read it without waiting, and may then see the phase before the present one. */
public interface OpenRequest {

    /** The rule that matched. */
    Rule rule();

    /** The address of the client. */
    String client();

    /** As the client sent it. */
    String method();

    /** The path of the request, as the client sent it. */
    String path();

    /** The time since the arrival, nanoseconds. */
    long age();

    /** What the request does or waits for. In the last phase, the response goes to the client. */
    Phase phase();
}
