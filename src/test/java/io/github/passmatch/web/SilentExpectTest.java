package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import io.github.passmatch.testing.UnixBridge;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Expect: 100-continue} and a server that never says 100 Continue: it gets the body after a second. */
@Timeout(60)
class SilentExpectTest {

    private static final String ASKING = "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    @TempDir
    private Path directory;

    /** Waits for the whole request, and notes whether the body came later than the head. */
    private static void play(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
            boolean early = peer.awaitInput(200);
            peer.readBody(head);
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (early ? "early" : "later"));
        }
    }

    private void theBodyComes(ProxyUnderTest proxy, RawUpstream upstream) throws Exception {
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            try (RawClient client = new RawClient(proxy.port())) {
                assertEquals(100, client.send(ASKING).read(false).status(), "the container asks when the body is read");
                RawClient.Answer answer = client.send("hello").read();
                assertEquals("200 later", answer.status() + " " + answer.body());
            }
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "it waited for timeout");
            assertEquals("hello", upstream.requests().get(i).body());
            assertEquals("100-continue", upstream.requests().get(i).field("Expect"));
        }
        assertEquals(1, upstream.connections(), "the connection is as good as any");
    }

    @Test
    void itGetsTheBody() throws Exception {
        try (RawUpstream upstream = new RawUpstream(SilentExpectTest::play); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            theBodyComes(proxy, upstream);
        }
    }

    @Test
    void itGetsTheBodyOverTls() throws Exception {
        try (RawUpstream upstream = new RawUpstream(SilentExpectTest::play, new TestCertificates(directory).server("self-signed"), tls -> { });
             ProxyUnderTest proxy = new ProxyUnderTest("SSLProxyVerify none", "ProxyPass /a https://" + upstream.authority())) {
            theBodyComes(proxy, upstream);
        }
    }

    @Test
    void itGetsTheBodyThroughAUnixSocket() throws Exception {
        try (RawUpstream upstream = new RawUpstream(SilentExpectTest::play); UnixBridge bridge = new UnixBridge(directory.resolve("s"), upstream.port());
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a unix:" + bridge.path() + "|http://localhost/")) {
            theBodyComes(proxy, upstream);
        }
    }

    /** What comes within the second decides; a late 100 changes nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an answer       | ''                                | HTTP/1.1 403 No\\r\\nContent-Length: 2\\r\\n\\r\\nno | 403 |
            hints, silence  | HTTP/1.1 102 Processing\\r\\n\\r\\n | ''                                                  | 200 | hello
            a late 100      | ''                                | ''                                                  | 200 | hello
            """)
    void whatComesFirstDecides(String what, String interim, String early, int status, String body) throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
            RawUpstream.Request head = peer.readHead();
            peer.send(interim.replace("\\r\\n", "\r\n"));
            if (!early.isEmpty()) {
                peer.send(early.replace("\\r\\n", "\r\n"));
                peer.note(head);
                peer.readByte();
                return;
            }
            peer.readBody(head);
            peer.send("HTTP/1.1 100 Continue\r\n\r\n" + RawUpstream.OK);
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority()); RawClient client = new RawClient(proxy.port())) {
            client.send(ASKING);
            RawClient.Answer answer = client.read(false);
            while (answer.status() < 200) {
                if (answer.status() == 100) client.send("hello");
                answer = client.read(false);
            }
            assertEquals(status, answer.status());
            assertEquals(body == null ? "" : body, upstream.requests().get(0).body());
        }
    }

    @Test
    void aServerThatClosesInsteadIsNoSilentOne() throws Exception {
        try (RawUpstream upstream = new RawUpstream(RawUpstream.Peer::readHead); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            assertEquals(502, client.send(ASKING).read(false).status(), "the client is not asked for a body that nobody takes");
        }
    }
}
