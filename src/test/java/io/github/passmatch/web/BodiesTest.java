package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and their framing, both ways. */
@Timeout(60)
class BodiesTest {

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    @ParameterizedTest(name = "a chunked body of {0} bytes")
    @ValueSource(ints = {0, 1, 16303, 16304, 16305, 40000, 1_000_000})
    void aChunkedBodyArrivesWhole(int size) throws Exception {
        String data = "0123456789".repeat(size / 10 + 1).substring(0, size);
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            StringBuilder raw = new StringBuilder("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < size; i += 7000) raw.append(chunk(data.substring(i, Math.min(size, i + 7000))));
            assertEquals(200, proxy.ask(raw + "0\r\n\r\n").status());
            RawUpstream.Request seen = upstream.requests().get(0);
            assertEquals(data, seen.body());
            assertEquals(size < 16304 ? Integer.toString(size) : null, seen.field("Content-Length"));
            assertEquals(size < 16304 ? null : "chunked", seen.field("Transfer-Encoding"));
        }
    }

    @Test
    void anUploadIsPassedOnWhileItComes() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 for (int i = 0; i < 100_000; i++) if (peer.readByte() < 0) return;
                 half.countDown();
                 for (int i = 0; i < 100_000; i++) if (peer.readByte() < 0) return;
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
            assertTrue(half.await(10, TimeUnit.SECONDS), "the first half is there before the second is sent");
            assertEquals(200, client.send("x".repeat(100_000)).read().status());
        }
    }

    @ParameterizedTest(name = "broken off after {0}")
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 200000     | xxxx
            Transfer-Encoding: chunked | ffff;xxxx
            """)
    void anUploadThatBreaksOffNeverLooksWhole(String framing, String unused) throws Exception {
        BlockingQueue<String> tail = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 StringBuilder seen = new StringBuilder();
                 try {
                     for (int b = peer.readByte(); b >= 0; b = peer.readByte()) seen.append((char) b);
                 } finally {
                     tail.add(seen.toString());
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            try (RawClient client = new RawClient(proxy.port())) {
                String body = framing.startsWith("Transfer") ? chunk("x".repeat(50_000)) : "x".repeat(50_000);
                client.send("POST /a HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n" + body);
            }
            String seen = tail.poll(10, TimeUnit.SECONDS);
            assertFalse(seen.endsWith("0\r\n\r\n"), "no last chunk");
            assertTrue(seen.length() < 200_000);
        }
    }

    @Test
    void aSmallUploadThatBreaksOffNeverReachesTheUpstream() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            try (RawClient client = new RawClient(proxy.port())) {
                client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello").shutdownOutput();
                RawClient.Answer answer = client.read(false);
                assertTrue(answer == null || answer.status() == 400, () -> "" + answer);
            }
            proxy.awaitNothingLeased();
            assertEquals(0, upstream.connections());
        }
    }

    @ParameterizedTest(name = "chunked: {0}, head and event in one packet: {1}")
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void theFirstEventOfAStreamArrivesWhileTheStreamIsOpen(boolean chunked, boolean together) throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
                 String first = chunked ? chunk("data: 1\n\n") : "data: 1\n\n";
                 peer.send(together ? head + first : head);
                 if (!together) peer.send(first);
                 got.await(20, TimeUnit.SECONDS);
                 peer.send(chunked ? chunk("data: 2\n\n") + "0\r\n\r\n" : "data: 2\n\n");
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEquals("chunked", client.readHead().field("Transfer-Encoding"));
            assertEquals("data: 1\n\n", client.readChunk());
            assertEquals(1, got.getCount());
            got.countDown();
            assertEquals("data: 2\n\n", client.readChunk());
            assertEquals("", client.readChunk());
        }
    }

    @Test
    void theHeadArrivesBeforeTheFirstByteOfAPausingBody() throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                 got.await(20, TimeUnit.SECONDS);
                 peer.send("ok");
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEquals(200, client.readHead().status());
            got.countDown();
        }
    }

    @ParameterizedTest(name = "{0}, Connection: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 100000     | keep-alive
            Transfer-Encoding: chunked | keep-alive
            Content-Length: 100000     | close
            Transfer-Encoding: chunked | close
            """)
    void aTruncatedAnswerLooksTruncated(String framing, String connection) throws Exception {
        String piece = "y".repeat(60_000);
        String body = framing.startsWith("Transfer") ? chunk(piece) : piece;
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n" + body, true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nConnection: " + connection + "\r\n\r\n");
            assertEquals(200, answer.status());
            assertFalse(answer.complete(), answer::toString);
        }
    }

    @Test
    void anAnswerThatEndsWithTheConnectionIsChunkedForHttp11AndPlainForHttp10() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n\r\nhello", true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer modern = proxy.get("/a");
            assertEquals("chunked", modern.field("Transfer-Encoding"));
            assertEquals("hello", modern.body());
            RawClient.Answer old = proxy.ask("GET /a HTTP/1.0\r\n\r\n");
            assertNull(old.field("Transfer-Encoding"));
            assertEquals("hello", old.body());
        }
    }

    @Test
    void compressedBytesPassUntouched() throws Exception {
        String gzip = "\u001f\u008b\b\0\0\0\0\0\0\u00ffnot really\u0000\u0001\u0080\u00fe";
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + gzip.length() + "\r\n\r\n" + gzip, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.get("/a");
            assertEquals(gzip, answer.body());
            assertEquals("gzip", answer.field("Content-Encoding"));
            assertNull(upstream.requests().get(0).field("Accept-Encoding"));
            assertNull(upstream.requests().get(0).field("User-Agent"));
        }
    }

    @Test
    void expectContinueGoesEndToEnd() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 RawUpstream.Request head = peer.readHead();
                 peer.send("HTTP/1.1 100 Continue\r\n\r\n");
                 peer.readBody(head);
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertEquals(100, client.read(false).status());
            assertEquals(200, client.send("hello").read().status());
            assertEquals("hello", upstream.requests().get(0).body());
            assertEquals("100-continue", upstream.requests().get(0).field("Expect"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 417, 500})
    void aFinalAnswerToExpectIsDeliveredAndTheBodyNeverAskedFor(int status) throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
                     peer.note(head);
                     peer.send("HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nno");
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 1; i <= 2; i++) {
                try (RawClient client = new RawClient(proxy.port())) {
                    client.send("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
                    assertEquals(status, client.read(false).status());
                }
                assertEquals(i, upstream.connections(), "an exchange whose body was not sent leaves no usable connection");
            }
        }
    }

    @Test
    void anAnswerGivenDuringTheUploadIsDelivered() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                 while (peer.readByte() >= 0) { }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n");
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 1000; i++) client.send("z".repeat(100_000));
                } catch (Exception e) {
                    // the answer has come and the connection is being closed
                }
            });
            writer.start();
            assertEquals(413, client.read().status());
            client.reset();
            writer.join();
        }
    }

    @Test
    void aLimitBeyondTwoGibibytesCountsToo() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 if ("5368709120".equals(peer.readHead().field("Content-Length"))) arrived.countDown();
                 while (peer.readByte() >= 0) { }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("LimitRequestBody 5368709120", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(413, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5368709121\r\nConnection: close\r\n\r\nx").status());
            try (RawClient client = new RawClient(proxy.port())) {
                client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5368709120\r\n\r\n" + "x".repeat(100_000));
                assertTrue(arrived.await(10, TimeUnit.SECONDS), "the request never arrived");
                client.reset();
            }
        }
    }

    @Test
    void aBodyLongerThanLimitRequestBodyIsRefused() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("LimitRequestBody 20000", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(413, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 20001\r\nConnection: close\r\n\r\n" + "x".repeat(20001)).status());
            String chunks = chunk("x".repeat(15000)) + chunk("x".repeat(15000)) + "0\r\n\r\n";
            assertEquals(413, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks).status());
            assertEquals(200, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 20000\r\nConnection: close\r\n\r\n" + "x".repeat(20000)).status());
            proxy.awaitNothingLeased();
            assertEquals(1, upstream.requests().stream().filter(RawUpstream.Request::complete).count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy-sendcl", "force-proxy-request-1.0"})
    void aChunkedBodyIsSpooledWhereItsLengthMustBeKnown(String variable) throws Exception {
        String data = "w".repeat(300_000);
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("SetEnv " + variable + " 1", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk(data) + "0\r\n\r\n").status());
            assertEquals("300000", upstream.requests().get(0).field("Content-Length"));
            assertEquals(data, upstream.requests().get(0).body());
        }
    }

    @Test
    void aClientThatLeavesFreesTheUpstreamConnectionAtOnce() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                 try {
                     for (int i = 0; i < 10_000; i++) peer.send("v".repeat(100_000));
                 } finally {
                     cut.countDown();
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient client = new RawClient(proxy.port());
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").readHead();
            client.reset();
            assertTrue(cut.await(10, TimeUnit.SECONDS), "the upstream notices");
            proxy.awaitNothingLeased();
        }
    }
}
