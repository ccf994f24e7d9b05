package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standalone server and clients that are too slow or too many, or send ambiguous requests. */
@Timeout(60)
class ClientLimitsTest {

    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String CHUNKS = "3\r\nabc\r\n0\r\n\r\n";

    private interface Use {
        void of(int port, CountingUpstream upstream, StandaloneServer server) throws Exception;
    }

    private static void with(String lines, Use use) throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            StandaloneServer server = new StandaloneServer(ProxyUnderTest.read(lines, "ProxyPass /up http://" + upstream.authority()), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
            server.start();
            try {
                use.of(server.port(), upstream, server);
            } finally {
                server.stop();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/up/plain/1", "/no-rule", "/passmatch-status"})
    void http10WithTransferEncodingIsRefusedAndFurtherBytesAreNotARequest(String path) throws Exception {
        with("", (port, upstream, server) -> {
            try (RawClient client = new RawClient(port)) {
                client.send("POST " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS + "GET /up/plain/smuggled" + HOST + "\r\n");
                assertEquals(400, client.read().status());
                assertNull(client.readHead());
            }
            assertEquals(List.of(), upstream.seen("/plain/smuggled"));
            assertEquals(List.of(), upstream.seen("/plain/1"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: 3\r\nContent-Length: 4", "Content-Length: +3", "Content-Length: 0x3", "Content-Length : 3",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\r\n chunked", "X: a\nTransfer-Encoding: chunked", "X: a\0b"})
    void anAmbiguousBodyIsRefusedAndFurtherBytesAreNotARequest(String fields) throws Exception {
        with("", (port, upstream, server) -> {
            try (RawClient client = new RawClient(port)) {
                client.send("POST /up/plain/1" + HOST + fields + "\r\n\r\n" + CHUNKS + "GET /up/plain/smuggled" + HOST + "\r\n");
                assertEquals(400, client.read().status());
                assertNull(client.readHead());
            }
            assertEquals(List.of(), upstream.seen("/plain/smuggled"));
        });
    }

    @Test
    void optionsAsteriskIs200AndTheConnectionIsKept() throws Exception {
        with("", (port, upstream, server) -> {
            try (RawClient client = new RawClient(port)) {
                for (int i = 0; i < 2; i++) {
                    RawClient.Answer answer = client.send("OPTIONS *" + HOST + "\r\n").read();
                    assertEquals("200 0", answer.status() + " " + answer.field("Content-Length"));
                }
            }
        });
    }

    @Test
    void moreThanMaxRequestWorkersGet503WithRetryAfterUntilARequestHasEnded() throws Exception {
        with("MaxRequestWorkers 1", (port, upstream, server) -> {
            try (RawClient slow = new RawClient(port); RawClient other = new RawClient(port)) {
                slow.send("GET /up/held/one" + HOST + "\r\n");
                upstream.awaitArrival("one");
                RawClient.Answer refused = other.send("GET /up/plain/1" + HOST + "\r\n").read();
                assertEquals("503 1", refused.status() + " " + refused.field("Retry-After"));
                upstream.release("one");
                assertEquals(200, slow.read().status());
                RawClient.Answer served = other.send("GET /up/plain/1" + HOST + "\r\n").read();
                for (int i = 0; served.status() == 503 && i < 100; i++) served = other.send("GET /up/plain/1" + HOST + "\r\n").read();      // the last byte of the response is sent before the request in flight ends
                assertEquals(200, served.status());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /up/pl", "GET /up/plain/1 HTTP/1.1\r\nX: ", "POST /up/sink HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc", "POST /up/sink HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"})
    void aClientThatStopsWithinARequestGets408AndTheConnectionIsClosed(String begun) throws Exception {
        with("RequestReadTimeout header=1 body=1", (port, upstream, server) -> assertEnded(port, begun));
    }

    @Test
    void timeoutAppliesWhileABodyIsRead() throws Exception {
        with("Timeout 1", (port, upstream, server) -> assertEnded(port, "POST /up/sink HTTP/1.1\r\nHost: a\r\nContent-Length: 6000\r\n\r\nabc"));
    }

    private static void assertEnded(int port, String begun) throws Exception {
        try (RawClient client = new RawClient(port)) {
            assertEquals(408, client.send(begun).read().status());
            assertTrue(client.isClosed());
        }
    }

    @Test
    void silentAndIdleConnectionsAreClosed() throws Exception {
        with("KeepAliveTimeout 1\nRequestReadTimeout header=1", (port, upstream, server) -> {
            try (RawClient silent = new RawClient(port); RawClient idle = new RawClient(port)) {
                assertEquals(200, idle.send("GET /up/plain/1" + HOST + "\r\n").read().status());
                assertTrue(idle.isClosed());
                assertTrue(silent.isClosed());
            }
        });
    }

    @Test
    void anUpstreamMayTakeLongerThanTheClientsTimeout() throws Exception {
        with("Timeout 1\nProxyTimeout 30", (port, upstream, server) -> {
            try (RawClient patient = new RawClient(port)) {
                patient.send("GET /up/held/long" + HOST + "\r\n");
                upstream.awaitArrival("long");
                assertEnded(port, "POST /up/sink HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");     // for other clients, the limit of one second has passed
                assertEnded(port, "POST /up/sink HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
                upstream.release("long");
                assertEquals(200, patient.read().status());
            }
        });
    }

    @Test
    void keepAliveLimitsApply() throws Exception {
        with("KeepAlive Off", (port, upstream, server) -> assertEquals("close", RawClient.ask(port, "GET /up/plain/1" + HOST + "\r\n").field("Connection")));
        with("MaxKeepAliveRequests 2", (port, upstream, server) -> {
            try (RawClient client = new RawClient(port)) {
                assertNull(client.send("GET /up/plain/1" + HOST + "\r\n").read().field("Connection"));
                assertEquals("close", client.send("GET /up/plain/1" + HOST + "\r\n").read().field("Connection"));
                assertTrue(client.isClosed());
            }
        });
    }

    @Test
    void whenTheServerStopsIdleConnectionsAreClosedAndRequestsInFlightAreAnswered() throws Exception {
        with("", (port, upstream, server) -> {
            try (RawClient idle = new RawClient(port); RawClient slow = new RawClient(port)) {
                assertEquals(200, idle.send("GET /up/plain/1" + HOST + "\r\n").read().status());
                slow.send("GET /up/held/stop" + HOST + "\r\n");
                upstream.awaitArrival("stop");
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
                    try {
                        server.stop();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                assertTrue(idle.isClosed());
                upstream.release("stop");
                RawClient.Answer answer = slow.read();
                assertEquals("200 close", answer.status() + " " + answer.field("Connection"));
                stopped.get();
            }
        });
    }
}
