package io.github.passmatch.upstream;

import io.github.passmatch.rules.RequestFacts;

/**
 * A request that leads back to this proxy goes round until it no longer fits. Each time the proxy has put its name into
 * {@code X-Forwarded-Server} or {@code Via}, so it is known by the number of times that stands there.
 */
final class LoopGuard {

    /** A proxy may forward to itself on purpose, but not so often. */
    static final int MAX_ROUNDS = 10;

    private LoopGuard() { }

    static void check(RequestFacts clientRequest, String serverName) throws BadRequest {
        if (count(clientRequest, "X-Forwarded-Server", serverName) >= MAX_ROUNDS || count(clientRequest, "Via", serverName) >= MAX_ROUNDS)
            throw new BadRequest(508, "the request has come through " + serverName + " " + MAX_ROUNDS + " times: a rule leads back to this proxy");
    }

    /** An element of {@code Via} is a version and a name, perhaps with a port (RFC 9110 §7.6.3). */
    private static int count(RequestFacts clientRequest, String field, String serverName) {
        int count = 0;
        for (String value : clientRequest.fields(field))
            for (String element : value.split(",")) {
                String name = element.strip().replaceFirst("^\\S+ ", "").replaceFirst(" .*$", "").replaceFirst(":\\d+$", "");
                if (name.equalsIgnoreCase(serverName)) count++;
            }
        return count;
    }
}
