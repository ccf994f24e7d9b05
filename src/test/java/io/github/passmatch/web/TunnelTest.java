package io.github.passmatch.web;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static io.github.passmatch.testing.TunnelClient.WEBSOCKET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TunnelClient;
import io.github.passmatch.testing.UnixBridge;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that switch their protocol, with raw sockets at both ends. */
@Timeout(60)
class TunnelTest {

    /** More than all buffers of sockets in between. */
    private static final int MUCH = 64 << 20;

    @TempDir
    private Path directory;

    private static RawUpstream echo() throws Exception {
        return switching(peer -> peer.echo());
    }

    private static RawUpstream switching(RawUpstream.Script then) throws Exception {
        return new RawUpstream(peer -> {
            while (peer.read() != null) {
                peer.send(CONSENT);
                then.play(peer);
                return;
            }
        });
    }

    private static ProxyUnderTest proxy(RawUpstream upstream, String... before) throws Exception {
        List<String> lines = new ArrayList<>(List.of(before));
        lines.add("ProxyPass /ws http://" + upstream.authority() + "/ws upgrade=websocket");
        return new ProxyUnderTest(lines.toArray(new String[0]));
    }

    private static RuleFigures figures(ProxyUnderTest proxy) {
        return proxy.telemetry().rules().get(0);
    }

    private static void awaitEnding(ProxyUnderTest proxy, ExchangeResult ending) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!figures(proxy).endings().containsKey(ending) && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        assertEquals(1, figures(proxy).endings().get(ending), figures(proxy).endings().toString());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 125, 126, 65535, 65536, 1 << 20})
    void bytesPassInBothDirectionsAsTheyAre(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream)) {
            try (TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
                for (int i = 0; i < 3; i++) assertArrayEquals(bytes, client.echoOf(bytes));
            }
            awaitEnding(proxy, ExchangeResult.TUNNEL_CLIENT);
            assertEquals(3L * size, figures(proxy).sent());
            assertEquals(3L * size, figures(proxy).received());
            assertTrue(figures(proxy).meanMillis().isEmpty(), "the time of a tunnel is not the duration of a request");
            assertEquals(1, figures(proxy).releases().get(ReleaseVerdict.Reason.UPGRADED));
        }
    }

    @Test
    void theHeadsAreThoseOfAHandshake() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = new TunnelClient(proxy.port())) {
            RawClient.Answer answer = client.ask("/ws", WEBSOCKET);
            assertEquals(101, answer.status());
            assertEquals(List.of("websocket"), answer.all("Upgrade"));
            assertEquals(List.of("Upgrade"), answer.all("Connection"));
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.field("Sec-WebSocket-Accept"));
            assertNull(answer.field("Content-Length"));
            assertNull(answer.field("Transfer-Encoding"));
            RawUpstream.Request request = upstream.await();
            assertEquals(List.of("websocket"), request.all("Upgrade"));
            assertEquals(List.of("Upgrade"), request.all("Connection"));
            assertEquals("dGhlIHNhbXBsZSBub25jZQ==", request.field("Sec-WebSocket-Key"));
            assertEquals("www.example.org", request.field("X-Forwarded-Host"));
            assertTrue(client.echoes("hello"));
        }
    }

    @Test
    void bytesDirectlyBehindTheHeadsAreKept() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send(CONSENT + "early-server");
                 peer.echo();
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = new TunnelClient(proxy.port())) {
            client.send(TunnelClient.request("/ws", WEBSOCKET) + "early-client");
            assertEquals(101, client.raw().read().status());
            assertEquals("early-serverearly-client", client.receive(24));
            assertTrue(client.echoes("x".repeat(100_000)));
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOneOpen() throws Exception {
        try (RawUpstream upstream = switching(peer -> {
                 String asked = new String(peer.readBytes(1_000), ISO_8859_1);      // up to the end
                 peer.send("answer to " + asked);
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            client.send("q");
            client.raw().shutdownOutput();
            assertEquals("answer to q", client.receive(1_000));
            awaitEnding(proxy, ExchangeResult.TUNNEL_CLIENT);
        }
    }

    @Test
    void theEndOfTheUpstreamsDirectionLeavesThatOfTheClientOpen() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        String[] heard = new String[1];
        try (RawUpstream upstream = switching(peer -> {
                 peer.send("bye");
                 peer.shutdownOutput();
                 heard[0] = new String(peer.readBytes(1_000), ISO_8859_1);
                 told.countDown();
             }); ProxyUnderTest proxy = proxy(upstream)) {
            try (TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
                assertEquals("bye", client.receive(1_000));
                client.send("late words");
                client.raw().shutdownOutput();
                assertTrue(told.await(10, TimeUnit.SECONDS));
            }
            assertEquals("late words", heard[0]);
            awaitEnding(proxy, ExchangeResult.TUNNEL_UPSTREAM);
        }
    }

    @Test
    void proxyNohalfcloseClosesBothConnectionsAtTheFirstEnd() throws Exception {
        try (RawUpstream upstream = switching(peer -> peer.echo()); ProxyUnderTest proxy = proxy(upstream, "SetEnv proxy-nohalfclose 1"); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            client.raw().shutdownOutput();
            assertTrue(client.raw().isClosed());
            awaitEnding(proxy, ExchangeResult.TUNNEL_CLIENT);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            upgrade=websocket      ; Upgrade: websocket | Connection: Upgrade             ; websocket
            upgrade=websocket      ; Upgrade: WebSocket | Connection: keep-alive, upgrade ; WebSocket
            upgrade=websocket      ; Upgrade: foo, websocket | Connection: Upgrade        ; websocket
            upgrade=websocket      ; Upgrade: foo | Connection: Upgrade                   ; -
            upgrade=websocket      ; Upgrade: h2c, websocket | Connection: Upgrade        ; websocket
            upgrade=websocket      ; Upgrade: websocket/13 | Connection: Upgrade          ; -
            upgrade=websocket,foo  ; Upgrade: foo | Connection: Upgrade                   ; foo
            upgrade=ANY            ; Upgrade: bar/2 | Connection: Upgrade                 ; bar/2
            upgrade=*              ; Upgrade: bar | Connection: Upgrade                   ; bar
            upgrade=any            ; Upgrade: h2c | Connection: Upgrade                   ; -
            upgrade=ANY            ; Upgrade: HTTP/2.0 | Connection: Upgrade              ; -
            upgrade=ANY            ; Upgrade: a/b/c | Connection: Upgrade                 ; -
            upgrade=ANY,h2c        ; Upgrade: h2c | Connection: Upgrade                   ; h2c
            ''                     ; Upgrade: websocket | Connection: Upgrade             ; -
            """)
    void onlyWhatTheRuleAllowsIsOffered(String parameter, String fields, String offered) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /ws http://" + upstream.authority() + "/ws " + parameter);
             TunnelClient client = new TunnelClient(proxy.port())) {
            assertEquals(200, client.ask("/ws", fields.replace(" | ", "\r\n") + "\r\n").status());
            RawUpstream.Request request = upstream.await();
            assertEquals(offered, request.field("Upgrade"));
            assertEquals(List.of(offered != null ? "Upgrade" : "Keep-Alive"), request.all("Connection"));
        }
    }

    @Test
    void variablesOfTheBalancerDoNotChangeTheOffer() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = new ProxyUnderTest("BalancerMember balancer://c ws://" + upstream.authority(), "ProxyPass /ws balancer://c/ws", "RequestHeader unset Upgrade env=BALANCER_NAME");
             TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            assertTrue(client.echoes("hello"));
        }
    }

    @Test
    void aClientOfHttp10IsNotUpgraded() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = proxy(upstream)) {
            assertEquals(200, proxy.ask("GET /ws HTTP/1.0\r\nHost: www.example.org\r\n" + WEBSOCKET + "\r\n").status());
            assertNull(upstream.await().field("Upgrade"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"200 OK", "403 Forbidden", "426 Upgrade Required", "404 Not Found"})
    void anyOtherAnswerIsAnOrdinaryOneAndTheConnectionIsKept(String status) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 " + status + "\r\nContent-Length: 3\r\n\r\nbad", false); ProxyUnderTest proxy = proxy(upstream);
             TunnelClient client = new TunnelClient(proxy.port())) {
            for (int i = 0; i < 3; i++) {
                RawClient.Answer answer = client.ask("/ws", WEBSOCKET);
                assertEquals(status, answer.statusLine().substring("HTTP/1.1 ".length()));
                assertEquals("bad", answer.body());
            }
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void requestsBehindARefusedUpgradeAreRequestsAndNothingElse() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nbad", false); ProxyUnderTest proxy = proxy(upstream, "ProxyPass /ws/secret !");
             TunnelClient client = new TunnelClient(proxy.port())) {
            client.send(TunnelClient.request("/ws", WEBSOCKET) + TunnelClient.request("/ws/secret", "") + TunnelClient.request("/ws/2", ""));
            for (int status : new int[] {403, 404, 403}) assertEquals(status, client.raw().read().status());
            assertEquals(List.of("/ws", "/ws/2"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Upgrade: foo\r\nConnection: Upgrade\r\n", "Connection: Upgrade\r\n", "Upgrade: websocket, foo\r\n", "Upgrade: websocket\r\nUpgrade: foo\r\n"})
    void aSwitchToAnotherProtocolIsABadAnswer(String fields) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\n", false); ProxyUnderTest proxy = proxy(upstream)) {
            assertEquals(502, proxy.ask(TunnelClient.request("/ws", WEBSOCKET)).status());
        }
    }

    @Test
    void interimResponsesComeBeforeTheSwitch() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + CONSENT + "x", false); ProxyUnderTest proxy = proxy(upstream);
             RawClient client = new RawClient(proxy.port())) {
            client.send(TunnelClient.request("/ws", WEBSOCKET));
            assertEquals(103, client.readHead().status());
            assertEquals(101, client.readHead().status());
            assertEquals("x", new String(client.readBytes(1), ISO_8859_1));
        }
    }

    @Test
    void theBodyOfTheRequestComesBeforeTheTunnel() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = new TunnelClient(proxy.port())) {
            client.send("POST /ws HTTP/1.1\r\nHost: www.example.org\r\n" + WEBSOCKET + "Content-Length: 4\r\n\r\nbodytunnel");
            assertEquals(101, client.raw().read().status());
            assertEquals("tunnel", client.receive(6));
            assertEquals("body", upstream.await().body());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Timeout 1, 1", "ProxyWebsocketIdleTimeout 1, 1"})
    void anIdleTunnelEndsInOrder(String line, int seconds) throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream, line); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            long start = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                assertTrue(client.echoes("ping"));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            }
            assertEquals("", client.receive(1));
            assertTrue(System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(1_200 + seconds * 1_000L - 20));
            awaitEnding(proxy, ExchangeResult.TUNNEL_IDLE);
        }
    }

    @Test
    void aClientThatReadsSlowlySlowsTheUpstreamDown() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawUpstream upstream = switching(peer -> {
                 byte[] some = new byte[64 * 1024];
                 for (; sent.get() < MUCH; sent.addAndGet(some.length)) peer.sendBytes(some);
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            awaitStandstill(sent);
            assertTrue(sent.get() < MUCH, "all was sent");
            assertEquals(MUCH, client.raw().readBytes(MUCH + 1).length);
        }
    }

    @Test
    void anUpstreamThatReadsSlowlySlowsTheClientDown() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong received = new AtomicLong();
        try (RawUpstream upstream = switching(peer -> {
                 read.await();
                 received.set(peer.readBytes(MUCH + 1).length);
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            FutureTask<Void> sending = new FutureTask<>(() -> {
                byte[] some = new byte[64 * 1024];
                for (; sent.get() < MUCH; sent.addAndGet(some.length)) client.raw().sendBytes(some);
                client.raw().shutdownOutput();
                return null;
            });
            new Thread(sending).start();
            awaitStandstill(sent);
            assertTrue(sent.get() < MUCH, "all was sent");
            read.countDown();
            sending.get();
            assertTrue(upstream.awaitClosedConnection());
            assertEquals(MUCH, received.get());
        }
    }

    private static void awaitStandstill(AtomicLong count) {
        long before = -1;
        for (int same = 0; same < 5; ) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            same = count.get() == before ? same + 1 : 0;
            before = count.get();
        }
    }

    @Test
    void theClientSeesThatTheUpstreamIsGone() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (RawUpstream upstream = switching(peer -> {
                 cut.await();
                 peer.reset();
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            cut.countDown();
            assertTrue(client.raw().isClosed());
            awaitEnding(proxy, ExchangeResult.TUNNEL_BROKEN);
        }
    }

    @Test
    void theUpstreamSeesThatTheClientIsGone() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream)) {
            TunnelClient client = TunnelClient.open(proxy.port(), "/ws");
            assertTrue(client.echoes("x"));
            client.raw().reset();
            assertTrue(upstream.awaitClosedConnection());
            proxy.awaitNothingLeased();
        }
    }

    @Test
    void aClientThatIsGoneBeforeTheSwitchLeavesNoConnection() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 gone.await();
                 peer.send(CONSENT);
                 peer.readByte();
             }); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = new TunnelClient(proxy.port())) {
            client.send(TunnelClient.request("/ws", WEBSOCKET));
            upstream.await();
            client.raw().reset();
            gone.countDown();
            assertTrue(upstream.awaitClosedConnection());
            proxy.awaitNothingLeased();
        }
    }

    @Test
    void manyIdleTunnelsNeedNoThreads() throws Exception {
        int count = 500;
        List<TunnelClient> clients = new ArrayList<>();
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream)) {
            for (int i = 0; i < count; i++) clients.add(TunnelClient.open(proxy.port(), "/ws"));
            assertEquals(count, figures(proxy).upstream().tunnels().size());
            awaitFewThreads();
            for (TunnelClient client : clients) assertTrue(client.echoes("still there"));
            for (TunnelClient client : clients) client.close();
        }
    }

    /** Before JDK 21, a worker thread ends ten seconds after its last task. */
    private static void awaitFewThreads() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long threads = Long.MAX_VALUE;
        while (threads >= 60 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            threads = Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().equals("upstream")).count();
        }
        assertTrue(threads < 60, threads + " threads");
    }

    @Test
    void tunnelsEndWhenTheWebappStops() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            assertTrue(client.echoes("x"));
            proxy.stopWebapp();
            assertTrue(client.raw().isClosed());
        }
    }

    @ParameterizedTest(name = "then {0}")
    @ValueSource(strings = {"ProxyPass /ws http://{up}/ws upgrade=websocket\nProxyPass /other http://{up}/", "ProxyPass /ws http://{up}/ws", "ProxyPass /other http://{up}/"})
    void aTunnelGoesOnOverAReload(String then) throws Exception {
        try (RawUpstream upstream = echo()) {
            Path file = Files.writeString(directory.resolve("rules.conf"), "ProxyPass /ws http://" + upstream.authority() + "/ws upgrade=websocket\n");
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                try (TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
                    Files.writeString(file, then.replace("{up}", upstream.authority()) + "\n");
                    assertTrue(proxy.reload());
                    assertTrue(client.echoes("still there"));
                    assertEquals(1, proxy.leased());
                }
                proxy.awaitNothingLeased();
            }
        }
    }

    @Test
    void statusPageAndMetricsListOpenTunnels() throws Exception {
        try (RawUpstream upstream = echo(); ProxyUnderTest proxy = proxy(upstream); TunnelClient client = TunnelClient.open(proxy.port(), "/ws/chat")) {
            assertTrue(client.echoes("hello"));
            String page = proxy.ask("GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body();
            assertTrue(page.contains("tunnels: 1") && page.contains("/ws/chat, websocket: open for ") && page.contains("5 bytes to the upstream, 5 to the client"), page);
            assertTrue(proxy.telemetry().prometheus().orElseThrow().contains("passmatch_tunnels{line=\"test.conf:1\",rule=\"1\"} 1"), proxy.telemetry().prometheus().get());
        }
    }

    @Test
    void aSocketOfUnixCarriesATunnelToo() throws Exception {
        try (RawUpstream upstream = echo(); UnixBridge bridge = new UnixBridge(directory.resolve("s"), upstream.port());
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /ws unix:" + bridge.path() + "|ws://localhost/ws"); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            assertTrue(client.echoes("hello"));
            assertTrue(client.echoes("x".repeat(100_000)));
        }
    }
}
