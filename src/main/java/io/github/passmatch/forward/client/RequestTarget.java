package io.github.passmatch.forward.client;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import jakarta.servlet.http.HttpServletRequest;

/** Checks the request target that the container reports. */
public final class RequestTarget {

    /** A decoder writes this character for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private RequestTarget() { }

    /** @throws BadRequest if the container has changed the target, so that the upstream would get another target */
    public static void requireAsSent(HttpServletRequest clientRequest) throws BadRequest {
        String query = clientRequest.getQueryString();
        if (clientRequest.getRequestURI().indexOf(REPLACEMENT) >= 0 || query != null && query.indexOf(REPLACEMENT) >= 0)
            throw new BadRequest(OwnAnswer.BAD_TARGET, "the container has replaced bytes that are neither ASCII nor valid UTF-8");
    }
}
