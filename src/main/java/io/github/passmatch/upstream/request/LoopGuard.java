package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import java.util.List;

/**
 * Refuses requests that a rule sends back to this proxy again and again. Each time the proxy adds its name to
 * {@code X-Forwarded-Server} or {@code Via}, so that the number of its names shows the loop.
 */
final class LoopGuard {

    /** A proxy may intentionally forward to itself, but not this often. */
    static final int MAX_ROUNDS = 10;

    private LoopGuard() { }

    static void check(List<Field> received, String serverName) throws BadRequest {
        if (count(received, "X-Forwarded-Server", serverName) >= MAX_ROUNDS || count(received, "Via", serverName) >= MAX_ROUNDS)
            throw new BadRequest(OwnAnswer.LOOP, "the request has come through " + serverName + " " + MAX_ROUNDS + " times: a rule leads back to this proxy");
    }

    /** An element of {@code Via} is a version and a name, perhaps with a port (RFC 9110 §7.6.3). */
    private static int count(List<Field> received, String name, String serverName) {
        int count = 0;
        for (Field field : received)
            if (field.is(name)) count += count(field.value(), serverName);
        return count;
    }

    private static int count(String list, String serverName) {
        int count = 0;
        for (String element : list.split(",")) if (name(element.strip()).equalsIgnoreCase(serverName)) count++;
        return count;
    }

    private static String name(String element) {
        String received = element.substring(element.indexOf(' ') + 1);
        int comment = received.indexOf(' ');
        String name = comment < 0 ? received : received.substring(0, comment);
        int colon = name.lastIndexOf(':');
        return colon >= 0 && Tokens.isNumber(name.substring(colon + 1), 5) ? name.substring(0, colon) : name;
    }
}
