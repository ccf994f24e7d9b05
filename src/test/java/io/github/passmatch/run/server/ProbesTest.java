package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawClient.Answer;
import io.github.passmatch.testing.RawUpstream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an orchestrator asks: whether the process lives, and whether new requests should come to this process. */
@Timeout(60)
class ProbesTest {

    private static final String FROM_AFAR = " HTTP/1.1\r\nHost: 10.1.2.3:8080\r\nX-Forwarded-For: 10.9.9.9\r\nConnection: close\r\n\r\n";

    private static StandaloneServer start(String... lines) throws Exception {
        StandaloneServer server = new StandaloneServer(ProxyUnderTest.read(lines), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        server.start();
        return server;
    }

    private static Answer get(int port, String path) throws Exception {
        return RawClient.ask(port, "GET " + path + FROM_AFAR);
    }

    @ParameterizedTest(name = "{0} {1} with {3}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /passmatch-status/live   | 200 live                   | PassmatchStatus On
            GET  | /passmatch-status/ready  | 200 ready                  | PassmatchStatus On
            GET  | /passmatch-status/ready?x| 200 ready                  | PassmatchStatusAllow Off
            HEAD | /passmatch-status/live   | 200                        | PassmatchStatus On
            POST | /passmatch-status/ready  | 405 405 Method Not Allowed | PassmatchStatus On
            GET  | /up/ready                | 200 ready                  | PassmatchStatus /up
            GET  | /passmatch-status/ready/ | 200 ok                     | PassmatchStatus On
            GET  | /passmatch-status/Ready  | 200 ok                     | PassmatchStatus On
            GET  | /passmatch-status        | 200 ok                     | PassmatchStatus On
            GET  | /passmatch-status/live   | 200 ok                     | PassmatchStatus Off
            """)
    void everybodyIsAnsweredWithOneWord(String method, String path, String answer, String line) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            StandaloneServer server = start(line, "ProxyPass / http://" + upstream.authority() + "/");
            try {
                Answer got = RawClient.ask(server.port(), method + " " + path + FROM_AFAR);
                assertEquals(answer, (got.status() + " " + got.body()).strip());
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aServerThatIsFullIsAlive() throws Exception {
        try (RawUpstream silent = RawUpstream.answering("", true)) {
            StandaloneServer server = start("MaxRequestWorkers 1", "ProxyPass / http://" + silent.authority() + "/ timeout=30");
            try (RawClient first = new RawClient(server.port())) {
                first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                while (get(server.port(), "/").status() != 503) LockSupport.parkNanos(1_000_000);
                assertEquals("live\n", get(server.port(), "/passmatch-status/live").body());
                first.reset();
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void beforeTheEndReadyFailsWhileNewConnectionsAreStillServed() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            StandaloneServer server = start("PassmatchDrainDelay 1h", "ProxyPass / http://" + upstream.authority() + "/");
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> drain(server));
            try {
                while (get(server.port(), "/passmatch-status/ready").status() != 503) LockSupport.parkNanos(1_000_000);
                assertEquals("draining\n", get(server.port(), "/passmatch-status/ready").body());
                assertEquals("live\n", get(server.port(), "/passmatch-status/live").body());
                assertEquals("ok", get(server.port(), "/x").body());
            } finally {
                server.endDrainDelay();
                end.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void drain(StandaloneServer server) {
        try {
            server.drain();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theStatusPageMayHaveAnAddressOfItsOwn() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            int port = freePort();
            StandaloneServer server = start("PassmatchStatusListen 127.0.0.1:" + port, "ProxyPass / http://" + upstream.authority() + "/");
            try {
                assertEquals("ready\n", get(port, "/passmatch-status/ready").body());
                assertEquals(404, get(port, "/").status());
                assertEquals(404, get(port, "/passmatch-status").status(), "the page is for this machine only");
                assertTrue(RawClient.ask(port, "GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body().contains("rule 1"));
                assertEquals(0, upstream.requests().size());
                for (String path : List.of("/passmatch-status", "/passmatch-status/live", "/passmatch-status/ready"))
                    assertEquals("ok", RawClient.ask(server.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body());
                assertEquals(3, upstream.requests().size());
            } finally {
                server.stop();
            }
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return once.getLocalPort();
        }
    }
}
