package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of an exchange, once for each, whichever way it ends. */
@Timeout(60)
class TellingTest {

    private static List<FinishedExchange> told(ProxyUnderTest proxy, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (proxy.telemetry().recent().size() < count && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        List<FinishedExchange> told = proxy.telemetry().recent();
        assertEquals(count, told.size(), told::toString);
        return told;
    }

    @Test
    void anAnsweredOneIsToldWithBothVerdicts() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            proxy.get("/a/1?secret=1");
            FinishedExchange first = told(proxy, 1).get(0);
            proxy.get("/a/2");
            FinishedExchange second = told(proxy, 2).get(0);
            assertEquals("127.0.0.1 GET /a/1 200 new:pool-empty kept answered 0 2", "%s %s %s %d %s %s %s %d %d".formatted(first.client(), first.method(), first.path(), first.status(),
                    first.lease(), first.release(), first.ending().code(), first.sent(), first.received()));
            assertEquals("reused(2)", second.lease().toString());
            assertEquals(0, second.times().connect());
            assertTrue(first.times().connect() > 0 && first.times().firstByte() > 0 && first.times().total() >= first.times().queue() + first.times().connect() + first.times().firstByte(),
                    () -> first.times().toString());
        }
    }

    @Test
    void aFailureIsToldWithItsPhase() throws Exception {
        int nobody;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = once.getLocalPort();
        }
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://127.0.0.1:" + nobody)) {
            assertEquals(503, proxy.get("/a").status());
            FinishedExchange exchange = told(proxy, 1).get(0);
            assertEquals(ExchangeResult.FAILED, exchange.ending());
            assertEquals(503, exchange.status());
            assertEquals(UpstreamFailure.Kind.REFUSED, exchange.failure().kind());
            assertEquals(Optional.of(Phase.CONNECT), exchange.failure().phase());
            assertEquals("http://127.0.0.1:" + nobody, exchange.upstream().toString());
            assertNull(exchange.lease());
            assertEquals(List.of(exchange), proxy.telemetry().rules().get(0).lastFailures());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            what?\\r\\n\\r\\n                                        | waiting for the response, after \\d+ ms: this is not HTTP/1: it begins with "what\\?\\\\r\\\\n.*
            ''                                                | waiting for the response, after \\d+ ms: nothing within timeout=1000 ms
            HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nshort | reading the response body, after \\d+ ms: nothing within timeout=1000 ms
            """)
    void theLogOfAFailureNamesRuleUpstreamPhaseLimitAndTime(String answer, String said) throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
            peer.read();
            peer.send(answer.replace("\\r\\n", "\r\n"));
            peer.awaitInput(5_000);
        }); LogLines log = new LogLines("passmatch"); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " timeout=1s")) {
            proxy.get("/a");
            log.await("^rule 1 \\(test.conf:1\\): GET /a: http://" + upstream.authority() + " failed while " + said + "$");
        }
    }

    @Test
    void connectionsInUseAndRequestsWithoutOneAreCounted() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
            while (peer.read() != null) {
                goOn.await();
                peer.send(RawUpstream.OK);
            }
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " max=1"); RawClient one = new RawClient(proxy.port()); RawClient other = new RawClient(proxy.port())) {
            RuleFigures figures = proxy.telemetry().rules().get(0);
            one.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            upstream.await();
            other.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            while (figures.upstream().waiting() == 0) LockSupport.parkNanos(1_000_000);
            String text = proxy.telemetry().prometheus().orElseThrow();
            assertTrue(text.contains("state=\"leased\"} 1.0") && text.contains("state=\"waiting\"} 1.0") && text.contains("state=\"idle\"} 0.0"), text);
            assertEquals(2, figures.inFlight());
            goOn.countDown();
            assertEquals(200, one.read().status());
            assertEquals(200, other.read().status());
            told(proxy, 2);
            assertTrue(proxy.telemetry().recent().stream().anyMatch(exchange -> exchange.times().queue() > 0 && exchange.lease().reused()));
            assertEquals(1, figures.upstream().idle());
        }
    }

    @Test
    void aCutAnswerIsCutAndNotAnswered() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
            peer.read();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(90_000));
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            proxy.get("/a");
            FinishedExchange exchange = told(proxy, 1).get(0);
            assertEquals(ExchangeResult.CUT, exchange.ending());
            assertEquals(UpstreamFailure.Kind.BODY, exchange.failure().kind());
            assertEquals("closed:failed", exchange.release().toString());
            assertEquals(90_000, exchange.received());
        }
    }

    @Test
    void whatIsRefusedHasNoUpstream() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("LimitRequestBody 3", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(404, proxy.get("/a/b%2F").status());
            assertEquals(413, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlong").status());
            assertEquals(200, proxy.ask("TRACE /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\nConnection: close\r\n\r\n").status());
            for (FinishedExchange exchange : told(proxy, 3)) {
                assertEquals(ExchangeResult.OWN, exchange.ending());
                assertNull(exchange.upstream());
                assertNull(exchange.lease());
            }
            assertEquals(0, upstream.requests().size());
        }
    }

    @Test
    void aClientThatLeavesIsToldAsSuch() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
            peer.read();
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) peer.send("10000\r\n" + "x".repeat(0x10000) + "\r\n");
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            try (RawClient client = new RawClient(proxy.port())) {
                client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
                client.readHead();
                client.reset();
            }
            FinishedExchange exchange = told(proxy, 1).get(0);
            assertEquals(ExchangeResult.CLIENT_GONE, exchange.ending());
            assertEquals("closed:client-gone", exchange.release().toString());
            assertEquals(0, proxy.telemetry().rules().get(0).inFlight());
        }
    }

    @Test
    void anErrorDocumentThatARuleFetchesIsAnExchangeOfItsOwn() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", false);
             RawUpstream pages = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyErrorOverride On", "ErrorDocument 500 /pages/sorry", "ProxyPass /a http://" + upstream.authority(),
                     "ProxyPass /pages http://" + pages.authority())) {
            proxy.get("/a");
            List<FinishedExchange> told = told(proxy, 2);
            assertEquals(List.of("/a 1", "/pages/sorry 2"), told.stream().map(exchange -> exchange.path() + " " + exchange.rule().number()).toList());
        }
    }

    @Test
    void timesAreShownToThoseWhoMaySeeThem() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nServer-Timing: db;dur=3\r\nContent-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchServerTiming Loopback", "ProxyPass /a http://" + upstream.authority())) {
            List<String> first = proxy.get("/a").all("Server-Timing");
            assertEquals("db;dur=3", first.get(0));
            assertTrue(first.get(1).matches("queue;dur=\\d+\\.\\d{3}, connect;dur=\\d+\\.\\d{3}, upstream;dur=\\d+\\.\\d{3}, connection;desc=\"new:pool-empty\""), first::toString);
            assertTrue(proxy.get("/a").all("Server-Timing").get(1).contains("desc=\"reused(2)\""));
            for (String field : List.of("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 front"))
                assertEquals(List.of("db;dur=3"), proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\n" + field + "\r\nConnection: close\r\n\r\n").all("Server-Timing"), field);
            assertEquals(List.of("db;dur=3"), proxy.ask("GET /a HTTP/1.0\r\nHost: h\r\n\r\n").all("Server-Timing"), "a proxy that tells nothing of its client");
        }
    }

    @Test
    void timesAreShownToNobodyByDefault() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             LogLines access = LogLines.only("passmatch.access")) {
            assertEquals(List.of(), proxy.get("/a").all("Server-Timing"));
            assertEquals(List.of(), access.lines());
        }
    }

    @Test
    void theTextLineHasAllThereIs() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true); LogLines access = LogLines.only("passmatch.access");
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchAccessLog Text", "ProxyPass /a http://" + upstream.authority())) {
            proxy.ask("POST /a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            access.await(1);                 // an exchange is told after its answer: the next one could overtake it
            proxy.get("/a/%2F");
            List<String> lines = access.await(2);
            String times = "queue=\\d+\\.\\d{3} connect=\\d+\\.\\d{3} first=\\d+\\.\\d{3} total=\\d+\\.\\d{3}";
            assertTrue(lines.get(0).matches("127\\.0\\.0\\.1 test\\.conf:2 POST /a/b 200 http://" + upstream.authority() + " sent=5 received=2 " + times
                    + " new:pool-empty closed:upstream-said-close answered"), lines::toString);
            assertTrue(lines.get(1).matches("127\\.0\\.0\\.1 (-|test\\.conf:2) GET /a/%2F 404 - sent=0 received=0 " + times + " - - own:encoded-slash"), lines::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/\"x", "/a/\\", "/a/\u00ff\u0085", "/a/%0A%0Dx", "/a/<script>", "/a/${jndi:ldap://x}", "/a/{}%s", "/a/{0}'{1}"})
    void noPathCanForgeALine(String path) throws Exception {
        for (String form : List.of("Text", "JSON")) {
            try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines access = LogLines.only("passmatch.access");
                 ProxyUnderTest proxy = new ProxyUnderTest("PassmatchAccessLog " + form, "ProxyPass /a http://" + upstream.authority())) {
                int status = proxy.get(path).status();
                if (status == 400) return;       // the container itself has refused it
                String line = access.await(1).get(0);
                assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
                if (form.equals("Text")) continue;
                JsonObject told = JsonParser.parseString(line).getAsJsonObject();
                assertEquals(status, told.get("status").getAsInt());
                assertEquals(proxy.telemetry().recent().get(0).path(), told.get("path").getAsString());
            }
        }
    }

    @Test
    void aRuleThatPromisesReuseAndLacksItIsNamedOnce() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", true); LogLines log = LogLines.only("passmatch");
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " enablereuse=on", "ProxyPassMatch ^/b/(.*) http://" + upstream.authority() + "/$1")) {
            for (int i = 0; i < 250; i++) proxy.get("/a");
            for (int i = 0; i < 120; i++) proxy.get("/b/x");
            List<String> warnings = log.lines().stream().filter(line -> line.contains("but does not get it")).toList();
            assertEquals(1, warnings.size(), warnings::toString);
            String counted = "10[01]";      // the next request may have begun
            assertTrue(warnings.get(0).matches("rule 1 \\(test.conf:1\\) promises reuse \\(pooled: enablereuse=on \\(test.conf:1\\)\\), but does not get it: 0 of " + counted + " exchanges got a kept "
                    + "connection; " + counted + " connections were closed after the exchange because the response carried Connection: close.*"), warnings::toString);
        }
    }
}
