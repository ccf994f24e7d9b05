package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The usual troubles of a reverse proxy are named when they happen, once for each rule, with the line that is missing. */
@Timeout(60)
class MissingDirectivesTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /a http://{up}/x                             | Location: http://{up}/x/login?token=1 | answered Location http://{up}/x/login, which leads clients to the upstream itself: write ProxyPassReverse "/a" "http://{up}/x"
            ProxyPass /a http://{up}                               | Location: http://{up}/login           | answered Location http://{up}/login, which leads clients to the upstream itself: write ProxyPassReverse "/a" "http://{up}"
            ProxyPass /a/ http://{up}/x/                           | Location: http://{up}/login           | answered Location http://{up}/login, which leads clients to the upstream itself: write ProxyPassReverse "/" "http://{up}/" and a rule that forwards /login
            ProxyPass /a http://{up}/x \\n ProxyPassReverse /a http://{up}/ | Location: http://{up}/login   | `-`
            ProxyPass /a http://{up}/x                             | Location: http://other.example/login  | `-`
            ProxyPass /a http://{up}/x                             | Location: /login                      | `-`
            ProxyPassMatch ^/a/(.*) http://{up}/x/$1               | Location: HTTP://{up}                 | answered Location HTTP://{up}, which leads clients to the upstream itself: write ProxyPassReverse "/" "http://{up}/" and a rule that forwards /
            ProxyPass /a http://{up}/store                         | Set-Cookie: id=1; Path=/store         | the cookie id has Path=/store, so browsers do not send it to /a: write ProxyPassReverseCookiePath "/store" "/a"
            ProxyPass /a http://{up}/store                         | Set-Cookie: id=1; path=/store/in/; Secure | the cookie id has Path=/store/in, so browsers do not send it to /a: write ProxyPassReverseCookiePath "/store" "/a"
            ProxyPass /a http://{up}/store \\n ProxyPassReverseCookiePath /store /a | Set-Cookie: id=1; Path=/store | `-`
            ProxyPass /a http://{up}/store                         | Set-Cookie: id=1; Path=/              | `-`
            ProxyPass /a http://{up}/store                         | Set-Cookie: id=1; Path=/a/b           | `-`
            ProxyPass /a http://{up}/store                         | Set-Cookie: id=1                      | `-`
            ProxyPass /a/b http://{up}/                            | Set-Cookie: id=1; Path=/a             | `-`
            ProxyPass / http://{up}/                               | Set-Cookie: id=1; Path=/x             | `-`
            ProxyPass /a http://{up}/                              | Upgrade: websocket                    | a client asks for WebSocket (Upgrade: websocket on /a/b/1), and the upstream gets an ordinary request, because the rule does not allow that: add upgrade=websocket to the rule
            ProxyPass /a balancer://c/ \\n BalancerMember balancer://c http://{up} | Upgrade: websocket                   | a client asks for WebSocket (Upgrade: websocket on /a/b/1), and the upstream gets an ordinary request, because the rule does not allow that: add upgrade=websocket to the members of the balancer
            ProxyPass /a balancer://c/ \\n BalancerMember balancer://c http://{up} upgrade=websocket | Upgrade: websocket | `-`
            """)
    void aTroubleIsNamedOnceWithTheLineThatHelps(String directives, String field, String words) throws Exception {
        boolean asked = field.startsWith("Upgrade");
        try (RawUpstream upstream = new RawUpstream(peer -> {
            while (peer.read() != null) peer.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + (asked ? "" : field.replace("{up}", peer.localAuthority()) + "\r\n") + "\r\n");
        }); LogLines log = LogLines.only("passmatch"); ProxyUnderTest proxy = new ProxyUnderTest(directives.replace("{up}", upstream.authority()).split(" *\\\\n *"))) {
            int before = log.lines().size();
            for (int i = 1; i <= 3; i++) assertEquals(302, proxy.ask("GET /a/b/" + i + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: " + (asked ? "upgrade, close\r\n" + field : "close") + "\r\n\r\n").status());
            List<String> said = log.lines().subList(before, log.lines().size());
            assertEquals(words.equals("-") ? List.of() : List.of("rule 1 (test.conf:1): " + words.replace("{up}", upstream.authority())), said);
        }
    }
}
