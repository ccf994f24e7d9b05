package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;

/** The rules that the tests of real containers run with, and what their answers must look like. */
final class Rules {

    private Rules() { }

    /** The trio of the demo; {@code /plain} reaches all of the upstream's answers. */
    static String to(CountingUpstream upstream) {
        return """
                ProxyPassMatch "^/app/users/([0-9]{4})$"  "http://%1$s/users/$1"
                ProxyPassMatch "^/kept/users/([0-9]{4})$" "http://%1$s/users/$1" enablereuse=on
                ProxyPass      "/plain"                   "http://%1$s/plain"
                """.formatted(upstream.authority());
    }

    /** The response has begun, and ends so that nobody takes it for a whole one. */
    static void assertCut(WireClient wire) throws IOException {
        assertEquals("HTTP/1.1 200", wire.head().strip().substring(0, 12));
        String body = wire.rest();
        String end = body.substring(Math.max(0, body.length() - 200));
        assertTrue(body.contains("half"), "nothing arrived");
        assertFalse(end.contains("\r\n0\r\n"), "there is a last chunk in: " + end);
        assertFalse(end.contains("<html"), "an error page was appended: " + end);
    }
}
