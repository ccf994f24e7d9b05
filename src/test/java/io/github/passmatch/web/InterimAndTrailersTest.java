package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP's rarer parts: interim answers, trailers, answers given before the request is whole. */
@Timeout(60)
class InterimAndTrailersTest {

    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nLink: </b.css>; rel=preload\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n";

    @ParameterizedTest(name = "proxy-interim-response {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                     | 103,102,103
            RFC      | 103,102,103
            Suppress | ''
            nonsense | ''
            """)
    void interimAnswersReachTheClientBeforeTheFinalOne(String variable, String expected) throws Exception {
        String raw = HINTS + "HTTP/1.1 102 Processing\r\n\r\n" + HINTS;
        BlockingQueue<String> go = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send(raw);
                 go.poll(20, TimeUnit.SECONDS);
                 peer.send("HTTP/1.1 200 OK\r\nX-Final: 1\r\nContent-Length: 2\r\n\r\nok");
             });
             ProxyUnderTest proxy = new ProxyUnderTest(variable == null ? "" : "SetEnv proxy-interim-response " + variable, "ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < (expected.isEmpty() ? 0 : expected.split(",").length); i++) {
                RawClient.Answer interim = client.read(false);
                seen.add("" + interim.status());
                if (interim.status() == 103) assertEquals(List.of("</a.css>; rel=preload", "</b.css>; rel=preload"), interim.all("Link"));
                assertNull(interim.field("X-Hop"));
            }
            go.add("the interim answers are there before the final one is sent");
            assertEquals(expected, String.join(",", seen));
            RawClient.Answer last = client.read(false);
            assertEquals(200, last.status());
            assertEquals("1", last.field("X-Final"));
            assertEquals(List.of(), last.all("Link"));
            assertEquals(1, last.all("Date").size());
        }
    }

    @Test
    void anHttp10ClientGetsNoInterimAnswers() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(HINTS + RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            assertEquals(200, client.send("GET /a HTTP/1.0\r\n\r\n").read(false).status());
        }
    }

    @Test
    void anInterimAnswerDuringTheUploadDoesNotEndIt() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 RawUpstream.Request head = peer.readHead();
                 peer.send("HTTP/1.1 100 Continue\r\n\r\n" + HINTS);
                 peer.readBody(head);
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n");
            for (int i = 0; i < 20; i++) client.send("x".repeat(100_000));
            assertEquals(103, client.read(false).status());
            assertEquals(200, client.read().status());
            assertEquals(2_000_000, upstream.requests().get(0).body().length());
        }
    }

    @ParameterizedTest(name = "body of {0} bytes")
    @ValueSource(ints = {0, 5, 100_000})
    void responseTrailersReachTheClient(int size) throws Exception {
        String chunk = size == 0 ? "" : Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
        String raw = "HTTP/1.1 200 OK\r\nTrailer: X-Sum, Content-Length, X-More\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
                + "0\r\nX-Sum: abc\r\nX-More: 1\r\nX-More: 2\r\nContent-Length: 7\r\nSet-Cookie: a=b\r\nX_Forwarded_For: evil\r\n\r\n";
        try (RawUpstream upstream = RawUpstream.answering(raw, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient client = new RawClient(proxy.port())) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").read();
                assertEquals(size, answer.body().length());
                assertTrue(answer.complete());
                assertEquals("X-Sum, X-More", answer.field("Trailer"));
                assertEquals(List.of("x-sum: abc", "x-more: 1, 2"), client.trailers());
            }
            assertEquals(1, upstream.connections());
        }
    }

    @ParameterizedTest(name = "body of {0} bytes")
    @ValueSource(ints = {1, 100_000})
    void requestTrailersReachTheUpstream(int size) throws Exception {
        BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) {
                     seen.add(peer.trailers());
                     peer.send(RawUpstream.OK);
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            String body = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\nX-Sum: abc\r\nContent-Length: 7\r\nHost: evil\r\nX-Forwarded-For: evil\r\nAuthorization: evil\r\n\r\n";
            assertEquals(200, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Host\r\nConnection: close\r\n\r\n" + body).status());
            List<String> trailers = seen.poll(10, TimeUnit.SECONDS);
            assertNotNull(trailers);
            assertEquals(List.of("x-sum: abc"), trailers.stream().map(String::toLowerCase).toList());
            assertEquals("X-Sum", upstream.requests().get(0).field("Trailer"));
            assertEquals("x".repeat(size), upstream.requests().get(0).body());
        }
    }

    @Test
    void anAnswerFollowedByAResetDuringTheUploadIsDelivered() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                 // Returning closes with the upload unread, which resets the connection.
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(proxy.port())) {
                    client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(59_999));
                    RawClient.Answer answer = client.send("x").read();
                    assertEquals(413, answer.status());
                    assertEquals("no", answer.body());
                }
            }
        }
    }

    @Test
    void anAnswerOfAnUpstreamThatReadsNoMoreEndsTheUploadLongBeforeTheTimeLimit() throws Exception {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 done.poll(1500, TimeUnit.MILLISECONDS);         // until the sockets are full
                 peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                 done.poll(30, TimeUnit.SECONDS);                // and keeps the connection open
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " timeout=25");
             RawClient client = new RawClient(proxy.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 10_000; i++) client.send("z".repeat(100_000));
                } catch (Exception e) {
                    // the answer has come and the connection is being closed
                }
            });
            writer.start();
            assertEquals(413, client.read().status());
            client.reset();
            writer.join();
            done.add("over");
        }
    }

    @ParameterizedTest(name = "Expect: {0}")
    @ValueSource(strings = {"x", "y 100-continue", "100-continue, x", "100-continuex"})
    void anExpectationThatCannotBeMetIs417(String expectation) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nExpect: " + expectation + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            assertEquals(417, answer.status());
            assertEquals(0, upstream.connections());
        }
    }
}
