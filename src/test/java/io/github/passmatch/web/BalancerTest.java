package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of balancers at the far end: which of them gets a request, how often, and what is told of that. */
@Timeout(60)
class BalancerTest {

    private static final String DEAD = "127.0.0.1:1";

    @TempDir
    private Path directory;

    private static String[] lines(String rule, String set, String... members) {
        return Stream.concat(Stream.of("PassmatchStatus On", "<Proxy balancer://c>", "ProxySet lbmethod=byrequests" + set), Stream.concat(Stream.of(members).map(member -> "BalancerMember " + member), Stream.of("</Proxy>", rule)))
                .toArray(String[]::new);
    }

    private static ProxyUnderTest proxy(String set, String... members) throws Exception {
        return new ProxyUnderTest(lines("ProxyPass / balancer://c/", set, members));
    }

    private static RawUpstream answering(String name) throws IOException {
        return RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name, false);
    }

    private static RawUpstream closing() throws IOException {
        return new RawUpstream(peer -> peer.read());
    }

    private static void await(BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!wanted.getAsBoolean() && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        assertTrue(wanted.getAsBoolean());
    }

    private static String status(ProxyUnderTest proxy, String query) throws Exception {
        return proxy.ask("GET /passmatch-status?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body();
    }

    private static JsonObject member(ProxyUnderTest proxy, int index) throws Exception {
        return JsonParser.parseString(status(proxy, "format=json")).getAsJsonObject().getAsJsonArray("members").get(index).getAsJsonObject();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void anIdempotentRequestThatAMemberClosesWithoutAResponseGoesToAnother(String method) throws Exception {
        try (RawUpstream a = closing(); RawUpstream b = answering("b"); ProxyUnderTest proxy = proxy("", "http://" + a.authority(), "http://" + b.authority())) {
            assertEquals(200, proxy.ask(method + " /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc").status());
            assertEquals(List.of(1, 1), List.of(a.requests().size(), b.requests().size()));
            assertEquals("abc", b.requests().get(0).body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"POST", "PATCH"})
    void anotherRequestIsNeverSentTwice(String method) throws Exception {
        try (RawUpstream a = closing(); RawUpstream b = answering("b"); ProxyUnderTest proxy = proxy("", "http://" + a.authority(), "http://" + b.authority())) {
            assertEquals(502, proxy.ask(method + " /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc").status());
            assertEquals(List.of(1, 0), List.of(a.requests().size(), b.requests().size()));
        }
    }

    @Test
    void aLargeUploadIsSentToAMemberThatAcceptsConnectionsAndNeverTwice() throws Exception {
        String body = "x".repeat(300_000);
        try (RawUpstream a = closing(); RawUpstream b = answering("b"); ProxyUnderTest proxy = proxy("", "http://" + DEAD, "http://" + b.authority(), "http://" + a.authority())) {
            assertEquals(200, proxy.ask("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n" + body).status());
            assertEquals(body, b.requests().get(0).body());
            assertEquals(502, proxy.ask("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n" + body).status(), "the beginning of the body is gone");
            assertEquals(List.of(1, 1), List.of(a.requests().size(), b.requests().size()));
        }
    }

    @Test
    void anotherMemberIsUsedIfANameDoesNotResolveOrTlsFails() throws Exception {
        try (RawUpstream plain = answering("plain"); RawUpstream b = answering("b");
             ProxyUnderTest proxy = proxy(" maxattempts=2", "http://no-such-host.invalid", "https://" + plain.authority(), "http://" + b.authority())) {
            assertEquals("b", proxy.get("/x").body());
            assertTrue(member(proxy, 0).get("state").getAsString().contains("because the name does not resolve"), member(proxy, 0)::toString);
            assertTrue(member(proxy, 1).get("state").getAsString().contains("because the TLS handshake failed"), member(proxy, 1)::toString);
        }
    }

    @Test
    void aResponseThatIsNoHttpCountsForFailonstatusAlsoIfItWasReceivedAtOnce() throws Exception {
        try (RawUpstream a = RawUpstream.answering("HTTP/1.1 200 OK\r\nno token: x\r\nContent-Length: 2\r\n\r\nok", false); RawUpstream b = answering("b");
             ProxyUnderTest proxy = proxy(" failonstatus=502", "http://" + a.authority(), "http://" + b.authority() + " status=+H")) {
            assertEquals(502, proxy.get("/x").status());
            assertTrue(member(proxy, 0).get("state").getAsString().startsWith("in error until "), member(proxy, 0)::toString);
            assertEquals("b", proxy.get("/x").body());
        }
    }

    @Test
    void theCertificateIsCheckedForTheNameOfTheMember() throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        try (RawUpstream tls = new RawUpstream(peer -> {
                 while (peer.read() != null) peer.send(RawUpstream.OK);
             }, certificates.server("good"), socket -> { });
             ProxyUnderTest proxy = new ProxyUnderTest("SSLProxyEngine On", "<Proxy balancer://c>", "SSLProxyCACertificateFile " + certificates.certificate("ca"), "BalancerMember https://localhost:" + tls.port(), "</Proxy>", "ProxyPass / balancer://c/")) {
            assertEquals(200, proxy.get("/x").status());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        return server;
    }

    @Test
    void aMemberThatAcceptsConnectionsAgainIsTriedByOneRequestLongBeforeRetry() throws Exception {
        int port = freePort();
        try (LogLines log = new LogLines("io.github.passmatch.upstream.health.Reconnects"); RawUpstream b = answering("b");
             ProxyUnderTest proxy = proxy("", "http://127.0.0.1:" + port + " retry=60", "http://" + b.authority() + " lbset=1")) {
            assertEquals("b", proxy.get("/1").body());
            assertTrue(member(proxy, 0).get("state").getAsString().endsWith("; a connect is tried every 2 s"), member(proxy, 0)::toString);
            try (ServerSocket back = listening(port)) {
                back.setSoTimeout(10_000);
                back.accept().close();
                log.await("balancer://c: http://127.0.0.1:" + port + " \\(test.conf:4\\) accepts connections again: the next request tries the member, before retry has passed");
                CompletableFuture<RawClient.Answer> trial = CompletableFuture.supplyAsync(() -> answerOf(proxy));
                try (Socket tried = back.accept()) {
                    assertEquals(List.of("b", "b"), List.of(proxy.get("/2").body(), proxy.get("/3").body()), "only one request tries the member");
                    tried.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback".getBytes(StandardCharsets.US_ASCII));
                    assertEquals("back", trial.get(10, TimeUnit.SECONDS).body());
                }
                assertEquals("usable", member(proxy, 0).get("state").getAsString());
            }
            proxy.awaitNothingLeased();
        }
    }

    private static RawClient.Answer answerOf(ProxyUnderTest proxy) {
        try {
            return proxy.get("/trial");
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void theChoiceIsTold() throws Exception {
        try (LogLines access = new LogLines("passmatch.access"); RawUpstream b = answering("b");
             ProxyUnderTest proxy = new ProxyUnderTest(Stream.concat(Stream.of("PassmatchAccessLog Text", "PassmatchServerTiming All"), Stream.of(lines("ProxyPass / balancer://c/", " stickysession=S", "http://" + DEAD + " route=a", "http://" + b.authority() + " route=b"))).toArray(String[]::new))) {
            RawClient.Answer answer = proxy.ask("GET /x HTTP/1.1\r\nHost: h\r\nCookie: S=1.b\r\nConnection: close\r\n\r\n");
            assertTrue(answer.field("Server-Timing").contains("member;desc=\"http://" + b.authority() + " chosen:sticky\""), answer.field("Server-Timing"));
            assertTrue(access.await(1).get(0).matches(".* http://" + b.authority() + " sent=.* chosen:sticky new:pool-empty kept answered"), access.await(1)::toString);
            assertEquals("b", proxy.get("/x").body());
            String text = status(proxy, "format=text");
            assertTrue(text.contains("member 2 (test.conf:6): BalancerMember balancer://c http://" + DEAD), text);
            assertTrue(text.matches("(?s).*state: in error until .*, because the connect failed .*; 0 in progress, chosen 1 times.*"), text);
            assertTrue(text.contains("  state: usable; 0 in progress, chosen 2 times"), text);
            assertTrue(text.contains("failures: refused 1") || text.contains("refused"), text);
            String explained = status(proxy, "format=text&url=/x");
            assertTrue(explained.contains("  chosen: next in turn (share 1 of 1)"), explained);
            assertTrue(explained.contains("  skipped: http://" + DEAD + ": in error until "), explained);
        }
    }

    @Test
    void withoutAUsableMemberTheAnswerIs503AndTheLogSaysWhy() throws Exception {
        try (ProxyUnderTest proxy = proxy("", "http://" + DEAD + " status=+D")) {
            assertEquals(503, proxy.get("/x").status());
            await(() -> proxy.telemetry().recent().size() == 1);
            assertEquals("balancer://c: no member: no member is usable (skipped: http://" + DEAD + ": it is disabled (status D))", proxy.telemetry().recent().get(0).failure().getMessage());
            assertTrue(status(proxy, "format=text&url=/x").contains("answered with 503: balancer://c: no member: no member is usable; skipped: http://" + DEAD + ": it is disabled (status D)"));
        }
    }

    @Test
    void requestsInProgressAreCountedUntilTheClientHasLeft() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawUpstream a = new RawUpstream(peer -> {
                 peer.read();
                 asked.countDown();
                 peer.readByte();
             }); ProxyUnderTest proxy = proxy("", "http://" + a.authority())) {
            try (RawClient client = new RawClient(proxy.port()).send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")) {
                assertTrue(asked.await(10, TimeUnit.SECONDS));
                assertEquals(1, member(proxy, 0).get("inProgress").getAsInt());
                assertNotNull(client);
            }
            await(() -> inProgress(proxy) == 0);
        }
    }

    private static int inProgress(ProxyUnderTest proxy) {
        try {
            return member(proxy, 0).get("inProgress").getAsInt();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyRequestsWaitForAMemberWithoutAThread() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (RawUpstream b = answering("b"); ProxyUnderTest proxy = proxy(" forcerecovery=off timeout=20", "http://" + DEAD + " retry=2", "http://" + b.authority() + " status=+E retry=2")) {
            proxy.get("/x");
            for (int i = 0; i < 300; i++) clients.add(new RawClient(proxy.port()).send("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
            for (RawClient client : clients) assertEquals("b", client.read().body());
        } finally {
            for (RawClient client : clients) client.close();
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsForAMemberLeavesNothingBehind() throws Exception {
        try (ProxyUnderTest proxy = proxy(" forcerecovery=off timeout=60", "http://" + DEAD)) {
            proxy.get("/x");
            await(() -> proxy.inFlight() == 0);
            try (RawClient client = new RawClient(proxy.port()).send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")) {
                await(() -> proxy.inFlight() == 1);
                assertNotNull(client);
            }
            await(() -> proxy.inFlight() == 0);
        }
    }

    @Test
    void aProxyThatIsStoppedAnswersRequestsThatWaitForAMember() throws Exception {
        RawClient client;
        try (ProxyUnderTest proxy = proxy(" forcerecovery=off timeout=60", "http://" + DEAD)) {
            proxy.get("/x");
            await(() -> proxy.inFlight() == 0);
            client = new RawClient(proxy.port()).send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
            await(() -> proxy.inFlight() == 1);
            proxy.stopWebapp();
            assertEquals(503, client.read().status());
        }
        client.close();
    }

    @Test
    void errorsAndTurnsOfMembersOutliveAReload() throws Exception {
        Path file = directory.resolve("proxy.conf");
        try (RawUpstream b = answering("b"); RawUpstream c = answering("c")) {
            String[] before = lines("ProxyPass / balancer://c/", "", "http://" + DEAD, "http://" + b.authority());
            Files.write(file, List.of(before));
            ConfigOrigin origin = ConfigOrigin.file(file);
            try (ProxyUnderTest proxy = ProxyUnderTest.of(new ProxyFilter(origin.read(), origin, Duration.ofDays(1)))) {
                assertEquals("b", proxy.get("/1").body());
                Files.write(file, List.of(lines("ProxyPass / balancer://c/", "", "http://" + DEAD, "http://" + b.authority(), "http://" + c.authority())));
                assertTrue(proxy.reload());
                assertTrue(member(proxy, 0).get("state").getAsString().startsWith("in error until "));
                assertEquals(List.of("c", "b"), List.of(proxy.get("/2").body(), proxy.get("/3").body()).stream().sorted((x, y) -> y.compareTo(x)).toList());
                assertEquals(1, b.connections(), "the connection of the member is kept over the reload");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPassReverse / balancer://c/         | http://A/m/x  | http://www.example.org/m/x
            ProxyPassReverse / balancer://c/m        | http://A/m/x  | http://www.example.org/x
            ProxyPassReverse /app balancer://c       | http://A/x?q  | http://www.example.org/app/x?q
            ProxyPassReverse /app/ balancer://C/     | http://A/x    | http://www.example.org/app/x
            ProxyPassReverse / balancer://c/other    | http://A/m/x  | http://A/m/x
            """)
    void aRedirectToAMemberIsMapped(String line, String location, String expected) throws Exception {
        String[] own = new String[1];
        try (RawUpstream a = new RawUpstream(peer -> {
                 while (peer.read() != null) peer.send("HTTP/1.1 302 Found\r\nLocation: " + own[0] + "\r\nContent-Length: 0\r\n\r\n");
             }); ProxyUnderTest proxy = new ProxyUnderTest(Stream.concat(Stream.of(line), Stream.of(lines("ProxyPass / balancer://c/", "", "http://" + a.authority()))).toArray(String[]::new))) {
            own[0] = location.replace("A", a.authority());
            assertEquals(expected.replace("A", a.authority()), proxy.get("/x").field("Location"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a balancer://c/x                                         | /a/q%20r?s  | /m/x/q%20r?s
            ProxyPass /a balancer://c                                           | /a          | /m/
            ProxyPass / balancer://c:8080                                       | /q          | /m/q
            ProxyPassMatch ^/a balancer://c                                     | /a/q        | /m/a/q
            ProxyPass /a balancer://c/x nocanon                                 | /a/%7eq     | /m/x/%7eq
            RewriteEngine On\\nRewriteRule ^/r/(.*) balancer://c/$1 [P]         | /r/q?s      | /m/q?s
            RewriteEngine On\\nRewriteRule ^/(c)/(.*) balancer://$1/z/$2 [P]    | /c/q        | /m/z/q
            <Location /a>\\nProxyPass balancer://c/y\\n</Location>              | /a/q        | /m/y/q
            """)
    void theTargetIsTheUrlOfTheMemberAndWhatFollowsTheName(String rule, String asked, String sent) throws Exception {
        try (RawUpstream a = answering("a"); ProxyUnderTest proxy = new ProxyUnderTest(lines(rule.replace("\\n", "\n"), "", "http://" + a.authority() + "/m"))) {
            assertEquals(200, proxy.get(asked).status());
            assertEquals(sent, a.requests().get(0).target());
            assertEquals(a.authority(), a.requests().get(0).field("Host"));
        }
    }

    @Test
    void aVirtualHostHasTheBalancersOfTheMainServerAndItsOwn() throws Exception {
        try (RawUpstream a = answering("a"); RawUpstream b = answering("b"); ProxyUnderTest proxy = new ProxyUnderTest("BalancerMember balancer://c http://" + a.authority(), "<VirtualHost *>", "ServerName www.example.org",
                "BalancerMember balancer://d http://" + b.authority(), "ProxyPass /c balancer://c", "ProxyPass /d balancer://d", "</VirtualHost>")) {
            assertEquals(List.of("a", "b"), List.of(proxy.get("/c/x").body(), proxy.get("/d/x").body()));
        }
    }

    @Test
    void aCookieKeepsAClientAtItsMember() throws Exception {
        try (RawUpstream a = answering("a"); RawUpstream b = answering("b"); ProxyUnderTest proxy = proxy(" stickysession=ROUTEID stickycookie=on", "http://" + a.authority() + " route=auto", "http://" + b.authority() + " route=auto")) {
            RawClient.Answer first = proxy.get("/x");
            String cookie = first.field("Set-Cookie");
            assertTrue(cookie.matches("ROUTEID=\\.[0-9a-f]{10}; Path=/; HttpOnly; SameSite=Lax"), cookie);
            for (int i = 0; i < 3; i++) {
                RawClient.Answer next = proxy.ask("GET /x HTTP/1.1\r\nHost: h\r\nCookie: " + cookie.split(";")[0] + "\r\nConnection: close\r\n\r\n");
                assertEquals(first.body(), next.body());
                assertEquals(List.of(), next.all("Set-Cookie"));
            }
        }
    }
}
