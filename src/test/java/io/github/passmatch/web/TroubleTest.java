package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says when requests are not served: enough, and no line for each of them. */
@Timeout(60)
class TroubleTest {

    @Test
    void anUpstreamThatFailsIsToldOnceAndWhenItIsBack() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (RawUpstream upstream = new RawUpstream(peer -> {
            while (peer.read() != null) {
                if (fails.get()) return;
                peer.send(RawUpstream.OK);
            }
        }); LogLines log = LogLines.only("passmatch"); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " disablereuse=on")) {
            int before = log.lines().size();
            for (int i = 0; i < 60; i++) assertEquals(502, proxy.get("/a/" + i).status());
            fails.set(false);
            assertEquals(200, proxy.get("/a/back").status());
            log.await("is back after");
            List<String> lines = log.lines().subList(before, log.lines().size());
            assertEquals(2, lines.size(), lines::toString);
            // A client may have the answer to one request, and send the next one, before the first is recorded.
            assertTrue(lines.get(0).matches("rule 1 \\(test.conf:1\\): GET /a/\\d+: http://" + upstream.authority() + " failed while waiting for the response, after .*"), lines.get(0));
            assertTrue(lines.get(1).matches("rule 1 \\(test.conf:1\\): http://" + upstream.authority() + " is back after 60 failures in \\d+ s"), lines.get(1));
        }
    }

    @Test
    void aClientThatLeavesBeforeItIsAnsweredIs499InLogAndMetrics() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
            peer.read();
            peer.awaitInput(20_000);
        }); LogLines access = LogLines.only("passmatch.access"); ProxyUnderTest proxy = new ProxyUnderTest("PassmatchAccessLog Text", "ProxyPass /a http://" + upstream.authority())) {
            try (RawClient client = new RawClient(proxy.port())) {
                client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
                upstream.await();
            }
            String line = access.await(1).get(0);
            assertTrue(line.contains(" GET /a 499 ") && line.endsWith(" client-gone"), line);
            assertTrue(proxy.telemetry().prometheus().orElseThrow().lines().anyMatch(metric -> metric.startsWith("passmatch_requests_total{") && metric.contains("status=\"4xx\"") && metric.endsWith("} 1.0")));
        }
    }

    @Test
    void aFailedFetchOfAnErrorDocumentHasTheStatusOfItsFailure() throws Exception {
        try (LogLines access = LogLines.only("passmatch.access");
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchAccessLog Text", "ErrorDocument 503 /docs/503", "ProxyPass /a http://127.0.0.1:1", "ProxyPass /docs http://127.0.0.1:1")) {
            assertEquals(503, proxy.get("/a").status());
            for (String line : access.await(2)) assertTrue(line.matches(".* GET /(a|docs/503) 503 .* failed:refused while connecting"), line);
        }
    }

    private static String helps(String code) {
        return Arrays.stream(OwnAnswer.values()).filter(own -> own.code().equals(code)).findFirst().orElseThrow().cure().replaceAll("['<>&].*", "");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET /a/b%2Fc HTTP/1.1                              | 404 | encoded-slash      | rule 1
            POST /a HTTP/1.1\\r\\nContent-Length: 4             | 413 | body-limit         | rule 1
            GET /a HTTP/1.1\\r\\nVia: 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p, 1.1 p | 508 | loop | rule 1
            GET /a HTTP/1.1\\r\\nMax-Forwards: x                | 400 | max-forwards       | rule 1
            GET /%s- HTTP/1.1                                  | 500 | regex-steps        | none
            OPTIONS /a HTTP/1.1\\r\\nMax-Forwards: 0            | 200 | last-hop           | rule 1
            """)
    void whatTheProxyAnswersItselfIsToldInEveryView(String head, int status, String reason, String whose) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines access = LogLines.only("passmatch.access"); LogLines log = LogLines.only("passmatch");
             ProxyUnderTest proxy = new ProxyUnderTest("LimitRequestBody 3", "ServerName p", "PassmatchAccessLog JSON", "<LocationMatch \"^/((a|aa)+)+\\1!$\">", "</LocationMatch>", "ProxyPass /a http://" + upstream.authority(), "ProxyPass / http://" + upstream.authority())) {
            int before = log.lines().size();
            String request = head.replace("\\r\\n", "\r\n").replace("%s", "a".repeat(80)) + "\r\nHost: h\r\nConnection: close\r\n\r\n" + (status == 413 ? "long" : "");
            for (int i = 1; i <= 3; i++) {
                assertEquals(status, proxy.ask(request).status());
                access.await(i);
            }
            assertTrue(access.lines().get(0).contains("\"ending\":\"own:" + reason + "\""), access.lines()::toString);
            List<String> lines = log.lines().subList(before, log.lines().size());
            assertEquals(reason.equals("last-hop") ? 0 : 1, lines.size(), lines::toString);
            assertTrue(reason.equals("last-hop") || lines.get(0).contains("is answered " + status + " (own:" + reason + "): "), lines::toString);
            assertTrue(lines.stream().allMatch(line -> line.startsWith(whose.equals("none") ? "GET " : "rule 1 (test.conf:")), lines::toString);
            String metrics = proxy.telemetry().prometheus().orElseThrow();
            assertTrue(metrics.lines().anyMatch(line -> line.startsWith("passmatch_own_answers_total{") && line.contains("reason=\"" + reason + "\"") && line.contains("rule=\"" + whose.replace("rule ", "") + "\"") && line.endsWith("} 3.0")), metrics);
            for (String accept : List.of("text/html", "text/plain", "application/json")) {
                String page = proxy.ask("GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\nConnection: close\r\n\r\n").body();
                assertTrue(page.contains("own:" + reason), page);
                assertTrue(reason.equals("last-hop") || page.contains(helps(reason)), page);
            }
            assertEquals(0, upstream.requests().size());
        }
    }
}
