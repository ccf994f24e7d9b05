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

    /** Redirects, rewriting and access control; each {@code [P]} is a rule. */
    static String ofPaths(CountingUpstream upstream) {
        return """
                RewriteEngine On
                RewriteRule "^/rw/p/(.*)$" "http://%1$s/rewritten/$1" [P]
                RewriteCond %%{REQUEST_URI} "^/rw/uri/"
                RewriteRule "^" "http://%1$s/uri%%{REQUEST_URI}" [P]
                RewriteRule "^/rw/pt/(.*)$" "/plain/pt/$1" [PT]
                RewriteRule "^/rw/r/(.*)$" "/to/$1" [R=301,L]
                RewriteCond %%{REQUEST_URI} "^(.*)$"
                RewriteRule "^/rw/away/" "http://n.example%%1" [R,L]
                RewriteCond %%{THE_REQUEST} "^GET ([^ ?]+)"
                RewriteRule "^/rw/the/" "http://n.example%%1" [R,L]
                Redirect "/rd/away" "http://n.example/r"
                Redirect permanent "/rd/here" "/to"
                <Location "/plain/section">
                    RewriteEngine On
                    RewriteRule "^" "http://%1$s/section%%{REQUEST_URI}" [P]
                </Location>
                <Location "/plain/away">
                    Redirect "http://n.example/s"
                </Location>
                <Location "/plain/denied">
                    Require all denied
                </Location>
                <Location "/own/denied">
                    Require all denied
                </Location>
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
