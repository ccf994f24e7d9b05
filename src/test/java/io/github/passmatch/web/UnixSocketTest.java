package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.UnixBridge;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams behind unix sockets. */
@Timeout(60)
class UnixSocketTest {

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}: {1} with Host: {2} on {3} connections")
    @CsvSource(delimiter = ';', textBlock = """
            ProxyPass /a unix:{s}|http://localhost/x                       ; /x/b ; localhost   ; 1
            ProxyPass /a UNIX:{s}|http://App:81/x                          ; /x/b ; app:81      ; 1
            ProxyPass /a unix:{s}|http:                                    ; /b   ; localhost   ; 1
            ProxyPass /a unix:{s}|http://                                  ; /b   ; localhost   ; 1
            ProxyPassMatch ^/a(.*)$ unix:{s}|http://localhost/x$1          ; /x/b ; localhost   ; 3
            ProxyPassMatch ^/a(.*)$ unix:{s}|http://h/x$1 enablereuse=on   ; /x/b ; h           ; 1
            ProxyPass /a unix:{s}|http://localhost/x disablereuse=on       ; /x/b ; localhost   ; 3
            """)
    void requestsGoThroughTheSocket(String rule, String target, String host, int connections) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); UnixBridge bridge = bridge(upstream);
             ProxyUnderTest proxy = new ProxyUnderTest(rule.replace("{s}", bridge.path().toString()))) {
            for (int i = 0; i < 3; i++) assertEquals("ok", proxy.get("/a/b").body());
            assertEquals(target, upstream.requests().get(0).target());
            assertEquals(host, upstream.requests().get(0).field("Host"));
            assertEquals(connections, upstream.connections());
        }
    }

    private UnixBridge bridge(RawUpstream upstream) throws Exception {
        return new UnixBridge(directory.resolve("s"), upstream.port());
    }

    private ProxyUnderTest proxyTo(Path socket, String parameters) throws Exception {
        return new ProxyUnderTest("ProxyPass /a unix:" + socket + "|http://localhost " + parameters);
    }

    @Test
    void bodiesOfAllSizesPass() throws Exception {
        String large = "0123456789".repeat(100_000);
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n" + large, false);
             UnixBridge bridge = bridge(upstream); ProxyUnderTest proxy = proxyTo(bridge.path(), "")) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + large.length() + "\r\n\r\n" + large);
                assertEquals(large, answer.body());
                assertEquals(large, upstream.requests().get(i).body());
            }
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void aMissingSocketIsAsARefusal() throws Exception {
        try (ProxyUnderTest proxy = proxyTo(directory.resolve("none"), "")) {
            assertEquals(503, proxy.get("/a").status());
        }
    }

    @Test
    void aSilentUpstreamIsLeftAfterTheTimeout() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> done.await(30, TimeUnit.SECONDS)); UnixBridge bridge = bridge(upstream);
             ProxyUnderTest proxy = proxyTo(bridge.path(), "timeout=300ms")) {
            long start = System.nanoTime();
            assertEquals(504, proxy.get("/a").status());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos(), "well before the upstream gives up");
            done.countDown();
        }
    }

    @Test
    void aBodyThatStopsIsLeftAfterTheTimeout() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
                 done.await(30, TimeUnit.SECONDS);
             });
             UnixBridge bridge = bridge(upstream); ProxyUnderTest proxy = proxyTo(bridge.path(), "timeout=1s")) {
            assertEquals(false, proxy.get("/a").complete());
            done.countDown();
        }
    }

    @Test
    void aFullBacklogIsLeftAfterTheConnectTimeout() throws Exception {
        Path socket = directory.resolve("full");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), 1);
             SocketChannel first = connect(socket); SocketChannel second = connect(socket); ProxyUnderTest proxy = proxyTo(socket, "connectiontimeout=300ms")) {
            assertTrue(server.isOpen() && first.isConnected() && second.isConnected(), "a backlog of 1 holds two");
            assertEquals(504, proxy.get("/a").status());
        }
    }

    private static SocketChannel connect(Path socket) throws Exception {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    @Test
    void aBacklogThatEmptiesInTimeIsWaitedFor() throws Exception {
        Path socket = directory.resolve("busy");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), 1);
             SocketChannel first = connect(socket); SocketChannel second = connect(socket);
             ProxyUnderTest proxy = proxyTo(socket, "connectiontimeout=20 timeout=20"); RawClient client = new RawClient(proxy.port())) {
            assertTrue(first.isConnected() && second.isConnected(), "a backlog of 1 holds two");
            client.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            while (proxy.leased() == 0) Thread.onSpinWait();
            server.accept().close();
            server.accept().close();
            try (SocketChannel third = server.accept()) {
                third.write(ByteBuffer.wrap(RawUpstream.OK.getBytes(ISO_8859_1)));
                assertEquals("ok", client.read().body());
            }
        }
    }

    /** More than run on the container's threads where the JDK has virtual ones. */
    @Test
    void manyRequestsAreInFlightAtOnce() throws Exception {
        int many = 130;
        CountDownLatch arrived = new CountDownLatch(many);
        List<RawClient> clients = new ArrayList<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 arrived.countDown();
                 arrived.await(20, TimeUnit.SECONDS);
                 peer.send(RawUpstream.OK);
                 peer.read();
             });
             UnixBridge bridge = bridge(upstream); ProxyUnderTest proxy = proxyTo(bridge.path(), "timeout=30")) {
            for (int i = 0; i < many; i++) clients.add(new RawClient(proxy.port()).send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
            for (RawClient client : clients) assertEquals("ok", client.read().body());
            assertEquals(many, upstream.connections());
        } finally {
            for (RawClient client : clients) client.close();
        }
    }

    @Test
    void aKeptConnectionThatWasClosedIsReplaced() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, true); UnixBridge bridge = bridge(upstream); ProxyUnderTest proxy = proxyTo(bridge.path(), "")) {
            for (int i = 1; i <= 3; i++) {
                assertEquals(200, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx").status());
                assertTrue(bridge.awaitClosedConnection());
                proxy.awaitNothingLeased();
            }
            assertEquals(3, upstream.connections());
        }
    }

    @Test
    void unreadBytesOnAKeptConnectionAreNotTakenForTheNextAnswer() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", false);
             UnixBridge bridge = bridge(upstream); ProxyUnderTest proxy = proxyTo(bridge.path(), "")) {
            for (int i = 0; i < 3; i++) assertEquals("ok", proxy.get("/a").body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/unix:/other|http://evil.example/", "/a?unix:/other|http://evil.example/", "/unix:/other|http://evil.example/x", "/a/%7Chttp://evil.example/"})
    void noRequestChangesTheSocket(String target) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); UnixBridge bridge = bridge(upstream);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPassMatch ^/(.*)$ unix:" + bridge.path() + "|http://localhost/$1")) {
            proxy.get(target);
            proxy.get("/" + "A".repeat(4000) + "|http://evil.example/");
            for (RawUpstream.Request request : upstream.requests()) assertEquals("localhost", request.field("Host"));
            assertEquals(2, upstream.requests().size());
        }
    }
}
