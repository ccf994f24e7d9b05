package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asking before a body, and bad lines in heads. */
@Timeout(60)
class DialogueTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static String post(String body, String fields) {
        return "POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n" + fields + "\r\n" + body;
    }

    /** Asks for each body, and answers it. */
    private static RawUpstream asking() throws Exception {
        return new RawUpstream(peer -> {
            for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
                if (head.field("Expect") != null) peer.send(CONTINUE);
                peer.readBody(head);
                peer.send(RawUpstream.OK);
            }
        });
    }

    @Test
    void pingAsksBeforeABodyAndOnlyThen() throws Exception {
        try (RawUpstream upstream = asking(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ping=5")) {
            assertEquals(200, proxy.get("/a").status());
            assertEquals(200, proxy.ask(post("", "")).status());
            assertEquals(200, proxy.ask(post("body", "")).status());
            assertEquals(200, proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n").status());
            assertEquals(List.of(List.of(), List.of(), List.of("100-Continue"), List.of("100-Continue")), upstream.requests().stream().map(request -> request.all("Expect")).toList());
            assertEquals(List.of("", "", "body", "body"), upstream.requests().stream().map(RawUpstream.Request::body).toList());
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void pingAsksOnceWhereTheClientAsksToo() throws Exception {
        try (RawUpstream upstream = asking(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ping=5");
             RawClient client = new RawClient(proxy.port())) {
            client.send(post("", "").replace("Content-Length: 0", "Content-Length: 4\r\nExpect: 100-continue"));
            assertEquals(100, client.read(false).status());
            assertEquals(200, client.send("body").read().status());
            assertEquals(List.of("100-continue"), upstream.requests().get(0).all("Expect"), "as the client wrote it");
        }
    }

    @Test
    void anUpstreamThatDoesNotAskInTimeIsUnavailableAndSeesNoBody() throws Exception {
        List<Integer> received = new CopyOnWriteArrayList<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 int next = peer.readByte();
                 if (next >= 0) received.add(next);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ping=300ms")) {
            long start = System.nanoTime();
            assertEquals(503, proxy.ask(post("body", "")).status());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos(), "ping, not timeout");
            assertTrue(upstream.awaitClosedConnection());
            assertEquals(List.of(), received);
        }
    }

    @Test
    void aFinalAnswerInsteadOfTheQuestionIsDelivered() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.note(peer.readHead());
                 peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                 peer.readByte();
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ping=5")) {
            RawClient.Answer answer = proxy.ask(post("body", ""));
            assertEquals("401 no", answer.status() + " " + answer.body());
        }
    }

    @Test
    void aKeptConnectionThatDoesNotAskIsReplacedForAnyMethod() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 if (peer.number() == 1) {
                     peer.read();
                     peer.send(RawUpstream.OK);
                     peer.readHead();
                     done.await(20, TimeUnit.SECONDS);
                     return;
                 }
                 RawUpstream.Request head = peer.readHead();
                 peer.send(CONTINUE);
                 peer.readBody(head);
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ping=1s")) {
            assertEquals(200, proxy.get("/a").status());
            RawClient.Answer answer = proxy.ask(post("body", ""));
            done.countDown();
            assertEquals(200, answer.status());
            assertEquals(2, upstream.connections());
            assertEquals("body", upstream.requests().get(1).body());
        }
    }

    @Test
    void withProxy100ContinueOffTheUpstreamIsNotAsked() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("Proxy100Continue Off", "ProxyPass /a http://" + upstream.authority()); RawClient client = new RawClient(proxy.port())) {
            client.send(post("", "").replace("Content-Length: 0", "Content-Length: 4\r\nExpect: 100-continue"));
            assertEquals(100, client.read(false).status());
            assertEquals(200, client.send("body").read().status());
            assertEquals(List.of(), upstream.requests().get(0).all("Expect"));
            assertEquals("body", upstream.requests().get(0).body());
        }
    }

    @ParameterizedTest(name = "{0}: {1} -> {2} {3}, {4} connections")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            IsError   | X: 1\\r\\nbogus\\r\\nContent-Length: 2\\r\\n\\r\\nok      | 502 | ``           | 2
            Ignore    | X: 1\\r\\nbogus\\r\\nContent-Length: 2\\r\\n\\r\\nok      | 200 | ok           | 1
            Ignore    | bogus\\r\\nContent-Length: 2\\r\\n\\r\\nok                | 200 | ok           | 1
            StartBody | Content-Length: 6\\r\\nbogus\\r\\nbody\\r\\n              | 200 | `body\\r\\n` | 2
            StartBody | bogus\\r\\nContent-Length: 2\\r\\n\\r\\nok                | 200 | `Content-Length: 2\\r\\n\\r\\nok` | 2
            """)
    void badLinesInAHeadAreTreatedAsTheDirectiveSays(String mode, String head, int status, String body, int connections) throws Exception {
        boolean close = head.startsWith("bogus") && mode.equals("StartBody");
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + head.replace("\\r\\n", "\r\n"), close);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyBadHeader " + mode, "ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = proxy.get("/a");
                assertEquals(status, answer.status());
                if (status == 200) assertEquals(body.replace("\\r\\n", "\r\n"), answer.body());
            }
            assertEquals(connections, upstream.connections());
        }
    }

    @ParameterizedTest
    @CsvSource({"Ignore", "StartBody"})
    void fieldNamesThatAreNoneStayErrors(String mode) throws Exception {
        for (String line : List.of("X : 1", ": 1", "\r", "bo\rgus", "bo\0gus")) {
            try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + line + "\r\nContent-Length: 0\r\n\r\n", false);
                 ProxyUnderTest proxy = new ProxyUnderTest("ProxyBadHeader " + mode, "ProxyPass /a http://" + upstream.authority())) {
                assertEquals(502, proxy.get("/a").status());
            }
        }
    }
}
