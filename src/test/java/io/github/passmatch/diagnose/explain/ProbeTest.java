package io.github.passmatch.diagnose.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that is really sent, twice; what is told is held against what the upstream counted. */
@Timeout(60)
class ProbeTest {

    private static Probe probe(String url, String directive) throws Exception {
        ProxyConfig config = ProxyUnderTest.read(directive).config();
        return Probe.of(config, Explanation.of(config, ExplainedRequest.of("GET", url, List.of())));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /a http://{upstream}/                                | HTTP/1.1 200 OK                        | 1 | the second request used the connection of the first request
            ProxyPassMatch ^/a(.*) http://{upstream}/$1                     | HTTP/1.1 200 OK                        | 2 | the second request needed a new connection: the rule keeps no connections; non-reusing: the URL contains a back-reference ($), which switches reuse off by default; write enablereuse=on to keep connections (test.conf:1); what helps: add enablereuse=on to the rule (test.conf:1)
            ProxyPassMatch ^/a(.*) http://{upstream}/$1 enablereuse=on      | HTTP/1.1 200 OK                        | 1 | the second request used the connection of the first request
            ProxyPass /a http://{upstream}/                                | HTTP/1.1 200 OK\\r\\nConnection: close | 2 | the second request needed a new connection: the response carried Connection: close (RFC 9112 §9.6); what helps: let the upstream keep its connections (in httpd KeepAlive On, in other servers the keep-alive setting), or write disablereuse=on if the upstream is meant to close them
            ProxyPass /a http://{upstream}/                                | HTTP/1.0 200 OK                        | 2 | the second request needed a new connection: the upstream answered in HTTP/1.0, which keeps no connection; what helps: let the upstream respond in HTTP/1.1
            """)
    void whetherTheSecondRequestUsedTheFirstOnesConnectionIsToldWithItsReason(String rule, String head, int connections, String sentence) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(head.replace("\\r\\n", "\r\n") + "\r\nContent-Length: 2\r\n\r\nok", false)) {
            Probe probe = probe("/a/x", rule.replace("{upstream}", upstream.authority()));
            assertEquals(sentence, probe.sentence());
            assertEquals(connections, upstream.connections());
            assertEquals(2, upstream.requests().size());
            assertTrue(probe.text().contains("status 200, new:"), probe::text);
            assertEquals(connections == 1, JsonParser.parseString(probe.json()).getAsJsonObject().getAsJsonObject("probe").get("reused").getAsBoolean());
        }
    }

    @Test
    void anUpstreamThatDoesNotAnswerIsNamed() throws Exception {
        RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
        upstream.close();
        Probe probe = probe("/a", "ProxyPass /a http://" + upstream.authority());
        assertFalse(probe.answered());
        assertTrue(probe.text().contains(upstream.authority() + " failed while connecting"), probe::text);
    }

    @Test
    void onlyWhatIsForwardedWithoutBodyCanBeSent() throws Exception {
        ProxyConfig config = ProxyUnderTest.read("ProxyPass /a http://127.0.0.1/").config();
        assertFalse(Probe.isPossible(Explanation.of(config, ExplainedRequest.of("GET", "/b", List.of()))));
        assertFalse(Probe.isPossible(Explanation.of(config, ExplainedRequest.of("POST", "/a", List.of(new Field("Content-Length", "3"))))));
        assertTrue(Probe.isPossible(Explanation.of(config, ExplainedRequest.of("GET", "/a", List.of()))));
    }
}
