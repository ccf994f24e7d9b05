package io.github.passmatch.forward.client;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import jakarta.servlet.http.HttpServletRequest;

/** The request target as the container tells it. */
public final class RequestTarget {

    /** What a decoder writes for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private RequestTarget() { }

    /** @throws BadRequest if the container has changed the target, so that the upstream would be asked for something else */
    public static void requireAsSent(HttpServletRequest clientRequest) throws BadRequest {
        String query = clientRequest.getQueryString();
        if (clientRequest.getRequestURI().indexOf(REPLACEMENT) >= 0 || query != null && query.indexOf(REPLACEMENT) >= 0)
            throw new BadRequest(OwnAnswer.BAD_TARGET, "bytes beyond ASCII that are not UTF-8, which the container has replaced");
    }
}
