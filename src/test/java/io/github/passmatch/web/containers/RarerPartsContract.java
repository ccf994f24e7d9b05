package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP's rarer parts in a stock container: interim answers, trailers, early answers, clients that leave. The rule has one connection, so one that is not given back is missed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class RarerPartsContract {

    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";

    private final Container container;
    private final boolean passesProcessing;
    private RunningContainer running;
    private RawUpstream upstream;
    private volatile CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch left = new CountDownLatch(1);

    /** @param passesProcessing whether the container can send 102 */
    RarerPartsContract(Container container, boolean passesProcessing) {
        this.container = container;
        this.passesProcessing = passesProcessing;
    }

    @BeforeAll
    void deploy() throws Exception {
        upstream = new RawUpstream(this::play);
        Path base = BuiltWar.workDirectory("rarer-" + container.name().toLowerCase(Locale.ROOT));
        Path file = Files.writeString(base.resolve("rules.conf"), "ProxyPass / http://" + upstream.authority() + "/ max=1 acquire=2s\n");
        running = container.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", file.toString()), ContainerProcess.ownJdk());
    }

    @AfterAll
    void kill() throws Exception {
        if (running != null) running.close();
        upstream.close();
    }

    private void play(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
            switch (head.target()) {
                case "/hints" -> peer.send(HINTS + HINTS + RawUpstream.OK);
                case "/processing" -> peer.send("HTTP/1.1 102 Processing\r\n\r\n" + RawUpstream.OK);
                case "/trailers" -> peer.send("HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: abc\r\nContent-Length: 7\r\n\r\n");
                case "/login" -> {
                    logIn(peer, head);
                    return;
                }
                case "/early" -> {
                    peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                    return;
                }
                case "/idle" -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                    waitForTheEnd(peer);
                    return;
                }
                case "/silent" -> {
                    waitForTheEnd(peer);
                    return;
                }
                default -> {
                    peer.readBody(head);
                    peer.send(RawUpstream.OK);
                }
            }
        }
    }

    /** NTLM: a token makes its user the owner of the connection. */
    private static void logIn(RawUpstream.Peer peer, RawUpstream.Request first) throws Exception {
        String user = "nobody";
        for (RawUpstream.Request head = first; head != null; head = peer.readHead()) {
            if (head.field("Authorization") != null) user = head.field("Authorization").substring(5);
            peer.send("HTTP/1.1 200 OK\r\nWWW-Authenticate: NTLM\r\nContent-Length: " + user.length() + "\r\n\r\n" + user);
        }
    }

    private void waitForTheEnd(RawUpstream.Peer peer) throws Exception {
        asked.countDown();
        try {
            peer.readByte();
        } finally {
            left.countDown();
        }
    }

    private RawClient client() throws Exception {
        return new RawClient(running.port());
    }

    @Test
    void earlyHintsReachTheClientAndTheirFieldsEndWithThem() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /hints HTTP/1.1\r\nHost: h\r\n\r\n");
            for (int i = 0; i < 2; i++) {
                RawClient.Answer hints = client.read(false);
                assertEquals(103, hints.status());
                assertEquals(List.of("</a.css>; rel=preload"), hints.all("Link"));
            }
            RawClient.Answer last = client.read(false);
            assertEquals(200, last.status());
            assertNull(last.field("Link"));
            assertEquals("ok", last.body());
        }
    }

    @Test
    void processingIsPassedOnWhereTheContainerCan() throws Exception {
        try (RawClient client = client()) {
            assertEquals(passesProcessing ? 102 : 200, client.send("GET /processing HTTP/1.1\r\nHost: h\r\n\r\n").read(false).status());
        }
    }

    @Test
    void responseTrailersReachTheClient() throws Exception {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send("GET /trailers HTTP/1.1\r\nHost: h\r\n\r\n").read();
            assertEquals("hello", answer.body());
            assertEquals("X-Sum", answer.field("Trailer"));
            assertEquals(List.of("x-sum: abc"), client.trailers());
        }
    }

    @Test
    void aLoginOfTheConnectionCountsForOneClientConnectionOnly() throws Exception {
        try (RawClient alice = client(); RawClient bob = client()) {
            assertEquals("alice", alice.send("GET /login HTTP/1.1\r\nHost: h\r\nAuthorization: NTLM alice\r\n\r\n").read().body());
            for (int i = 0; i < 3; i++) {
                assertEquals("nobody", bob.send("GET /login HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
                assertEquals("alice", alice.send("GET /login HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
            }
        }
    }

    @Test
    void anAnswerFollowedByAResetDuringTheUploadIsDelivered() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /early HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000));
            RawClient.Answer answer = client.read();
            assertNotNull(answer);
            assertEquals(413, answer.status());
            assertEquals("no", answer.body());
        }
    }

    @ParameterizedTest(name = "{0}, by reset: {1}")
    @CsvSource({"/silent,false", "/silent,true", "/idle,false", "/idle,true"})
    void aSilentUpstreamIsLeftSoon(String path, boolean reset) throws Exception {
        asked = new CountDownLatch(1);
        left = new CountDownLatch(1);
        RawClient client = client();
        client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        if (path.equals("/idle")) assertEquals(200, client.readHead().status());
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        // One that resets its connection before it was seen leaves no trace; on a busy machine it is seen late.
        assertFalse(left.await(reset ? 2_000 : 500, TimeUnit.MILLISECONDS), "nobody leaves while the client waits");
        if (reset) client.reset();
        else client.close();
        assertTrue(left.await(10, TimeUnit.SECONDS), "the upstream's connection is closed");
        try (RawClient next = client()) {
            assertEquals(200, next.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n").read().status());
        }
    }
}
