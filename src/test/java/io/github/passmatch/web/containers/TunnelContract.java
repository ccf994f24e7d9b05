package io.github.passmatch.web.containers;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static io.github.passmatch.testing.TunnelClient.WEBSOCKET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.Frames;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.TunnelClient;
import io.github.passmatch.testing.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that switch their protocol, through the WAR in a real container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class TunnelContract {

    /** More than all buffers of sockets in between. */
    private static final int MUCH = 64 << 20;
    /** What is sent in two parts, in all ways. */
    private static final int SMALL = 9;

    private final String name;
    private final Start start;
    private final AtomicLong sent = new AtomicLong();
    private RawUpstream upstream;
    private WebSocketServer webSockets;
    private RunningContainer running;

    TunnelContract(Container container) {
        this(container.name().toLowerCase(Locale.ROOT), (base, rules) ->
                container.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), Path.of(System.getProperty("java.home"))));
    }

    /** @param name of a directory to work in */
    TunnelContract(String name, Start start) {
        this.name = name;
        this.start = start;
    }

    /** Starts the WAR in the root context. */
    @FunctionalInterface
    interface Start {
        RunningContainer with(Path base, Path rules) throws Exception;
    }

    @BeforeAll
    void deploy() throws Exception {
        upstream = new RawUpstream(this::play);
        webSockets = new WebSocketServer();
        Path base = BuiltWar.workDirectory("tunnel-" + name);
        Path rules = Files.writeString(base.resolve("rules.conf"), """
                RewriteEngine On
                RewriteCond %%{HTTP:Upgrade} websocket [NC]
                RewriteCond %%{HTTP:Connection} upgrade [NC]
                RewriteRule ^/idiom/(.*) ws://%1$s/$1 [P,L]
                ProxyPass /ws http://%1$s/ws upgrade=websocket
                ProxyPass /short http://%1$s/ws upgrade=websocket timeout=1
                ProxyPass /any http://%1$s/any upgrade=ANY
                ProxyPass /frames ws://127.0.0.1:%2$d/
                ProxyPass /plain http://%1$s/plain
                ProxyPass /idiom http://%1$s/plain
                """.formatted(upstream.authority(), webSockets.port()));
        running = start.with(base, rules);
    }

    @AfterAll
    void kill() throws Exception {
        if (running != null) running.close();
        if (upstream != null) upstream.close();
        if (webSockets != null) webSockets.close();
    }

    private void play(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
            String target = request.target();
            if (request.field("Upgrade") == null) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nordinary");
            else if (target.endsWith("/refused")) peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nbad");
            else if (target.endsWith("/other")) peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n");
            else {
                peer.send(CONSENT.replace("websocket", request.field("Upgrade")) + (target.endsWith("/early") ? "early-server" : ""));
                if (target.endsWith("/flood")) flood(peer);
                else if (target.endsWith("/last")) peer.send("answer to " + new String(peer.readBytes(1_000), ISO_8859_1));
                else if (!target.endsWith("/leave")) peer.echo();
                return;
            }
        }
    }

    private void flood(RawUpstream.Peer peer) throws Exception {
        byte[] some = new byte[64 * 1024];
        for (; sent.get() < MUCH; sent.addAndGet(some.length)) peer.sendBytes(some);
    }

    private TunnelClient open(String target) throws Exception {
        return TunnelClient.open(running.port(), target);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 125, 126, 65535, 65536, 1 << 20})
    void bytesPassInBothDirectionsAsTheyAre(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (TunnelClient client = open("/ws/x")) {
            for (int i = 0; i < 3; i++) assertArrayEquals(bytes, client.echoOf(bytes));
        }
    }

    @Test
    void theRewriteIdiomUpgradesAndOtherRequestsAreOrdinary() throws Exception {
        try (TunnelClient client = open("/idiom/x?y=1")) {
            assertTrue(client.echoes("hello"));
        }
        try (TunnelClient client = new TunnelClient(running.port())) {
            assertEquals("ordinary", client.ask("/idiom/x", "").body());
        }
    }

    @Test
    void bytesDirectlyBehindTheHeadsAreKept() throws Exception {
        try (TunnelClient client = new TunnelClient(running.port())) {
            client.send(TunnelClient.request("/ws/early", WEBSOCKET) + "early-client");
            RawClient.Answer answer = client.raw().read();
            assertEquals(101, answer.status());
            assertEquals(List.of("websocket"), answer.all("Upgrade"));
            assertEquals("Upgrade", answer.field("Connection"));
            assertNull(answer.field("Transfer-Encoding"));
            assertEquals("early-serverearly-client", client.receive(24));
            assertTrue(client.echoes("x".repeat(100_000)));
        }
    }

    @Test
    void theBodyOfTheRequestComesBeforeTheTunnel() throws Exception {
        try (TunnelClient client = new TunnelClient(running.port())) {
            client.send("POST /ws/x HTTP/1.1\r\nHost: www.example.org\r\n" + WEBSOCKET + "Content-Length: 4\r\n\r\nbodytunnel");
            assertEquals(101, client.raw().read().status());
            assertEquals("tunnel", client.receive(6));
        }
    }

    @Test
    void refusalsAreOrdinaryAnswersOnAConnectionThatGoesOn() throws Exception {
        try (TunnelClient client = new TunnelClient(running.port())) {
            assertEquals("bad", client.ask("/ws/refused", WEBSOCKET).body());
            assertEquals(502, client.ask("/ws/other", WEBSOCKET).status());
            assertEquals("ordinary", client.ask("/plain/x", WEBSOCKET).body());
            assertEquals("ordinary", client.ask("/ws/x", WEBSOCKET.replace("websocket", "foo")).body());
            assertEquals(101, client.ask("/any/x", WEBSOCKET.replace("websocket", "foo")).status());
            assertTrue(client.echoes("hello"));
        }
    }

    @Test
    void theClientMayEndItsDirectionFirst() throws Exception {
        try (TunnelClient client = open("/ws/last")) {
            client.send("q");
            client.raw().shutdownOutput();
            assertEquals("answer to q", client.receive(1_000));
        }
    }

    @Test
    void theClientSeesThatTheUpstreamIsGone() throws Exception {
        try (TunnelClient client = open("/ws/leave")) {
            assertTrue(client.raw().isClosed());
        }
    }

    @Test
    void theUpstreamSeesThatTheClientIsGone() throws Exception {
        TunnelClient client = open("/ws/x");
        assertTrue(client.echoes("x"));
        while (upstream.hasClosedConnection()) { }
        client.raw().reset();
        assertTrue(upstream.awaitClosedConnection());
    }

    @Test
    void aClientThatReadsSlowlySlowsTheUpstreamDown() throws Exception {
        sent.set(0);
        try (TunnelClient client = open("/ws/flood")) {
            long before = -1;
            for (int same = 0; same < 5; ) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                same = sent.get() == before ? same + 1 : 0;
                before = sent.get();
            }
            assertTrue(sent.get() < MUCH, "all was sent");
            assertEquals(MUCH, client.raw().readBytes(MUCH + 1).length);
        }
    }

    @Test
    void manyTunnelsAreOpenAtTheSameTime() throws Exception {
        List<TunnelClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) clients.add(open("/ws/x"));      // more than threads
        for (TunnelClient client : clients) assertTrue(client.echoes("still there"));
        for (TunnelClient client : clients) client.close();
    }

    @Test
    void framesPassAsTheyAre() throws Exception {
        try (TunnelClient client = open("/ws/x")) {
            for (Frames.Row row : Frames.all()) {
                assertArrayEquals(row.bytes(), client.echoOf(row.bytes()), row.toString());
                if (row.bytes().length < SMALL) for (int i = 1; i < row.bytes().length; i++) assertArrayEquals(row.bytes(), client.echoInTwoParts(row.bytes(), i), row.toString());
            }
        }
    }

    @Test
    void theWebSocketOfTheJdkSendsAndReceivesFrames() throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        CompletableFuture<Integer> binary = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + running.port() + "/frames"), new WebSocket.Listener() {
            private final StringBuilder parts = new StringBuilder();
            private int bytes;

            @Override
            public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                parts.append(data);
                if (last) text.complete(parts.toString());
                from.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                bytes += data.remaining();
                if (last) binary.complete(bytes);
                from.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                closed.complete(status);
                return null;
            }
        }).get(10, TimeUnit.SECONDS);
        socket.sendText("frag", false).thenCompose(sending -> sending.sendText("mented", true)).get(10, TimeUnit.SECONDS);
        assertEquals("fragmented", text.get(10, TimeUnit.SECONDS));
        socket.sendBinary(ByteBuffer.allocate(1 << 20), true).get(10, TimeUnit.SECONDS);
        assertEquals(1 << 20, binary.get(10, TimeUnit.SECONDS));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
        assertEquals(WebSocket.NORMAL_CLOSURE, closed.get(10, TimeUnit.SECONDS));
    }
}
