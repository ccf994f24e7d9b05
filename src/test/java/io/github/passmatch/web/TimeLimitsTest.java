package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.FullListener;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wait has a limit, and the log line says which one struck. */
@Timeout(60)
class TimeLimitsTest {

    private static final String DRIP = "x".repeat(20_000);

    /** Answers by the path: silence, half a head, half a body, a byte now and then for ever, or reads nothing of an upload. */
    private static RawUpstream slow(BlockingQueue<String> over) throws Exception {
        return new RawUpstream(peer -> {
            RawUpstream.Request request = peer.readHead();
            peer.note(request);
            switch (request.target()) {
                case "/head" -> peer.send("HTTP/1.1 200 OK\r\nX-");
                case "/body" -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + DRIP);
                case "/drip" -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + DRIP);
                    while (over.poll(50, TimeUnit.MILLISECONDS) == null) peer.send("x");
                    return;
                }
                default -> { }
            }
            over.poll(30, TimeUnit.SECONDS);
        });
    }

    @ParameterizedTest(name = "{0} {1}: {2}, because of {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /silence | timeout=300ms      | 504 | while waiting for the response, after .* nothing within timeout=300 ms
            /head    | timeout=300ms      | 504 | while waiting for the response, after .* nothing within timeout=300 ms
            /body    | timeout=1s         | cut | while reading the response body, after .* nothing within timeout=1000 ms
            /drip    | totaltimeout=2s    | cut | while reading the response body: the whole exchange took longer than totaltimeout=2000 ms
            /silence | totaltimeout=300ms | 504 | while waiting for the response: the whole exchange took longer than totaltimeout=300 ms
            /upload  | timeout=300ms      | 504 | while sending the request, after .* nothing within timeout=300 ms
            /upload  | totaltimeout=500ms | 504 | while sending the request: the whole exchange took longer than totaltimeout=500 ms
            """)
    void theLimitThatStruckIsNamed(String path, String limit, String outcome, String log) throws Exception {
        BlockingQueue<String> over = new LinkedBlockingQueue<>();
        try (LogLines lines = new LogLines("passmatch"); RawUpstream upstream = slow(over);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ " + limit); RawClient client = new RawClient(proxy.port())) {
            Thread upload = path.equals("/upload") ? upload(client) : null;
            if (upload == null) client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
            RawClient.Answer answer = client.read();
            if (outcome.equals("cut")) assertFalse(answer.complete());
            else assertEquals(outcome, "" + answer.status());
            lines.await(log);
            proxy.awaitNothingLeased();
            over.add("");
            client.reset();
            if (upload != null) upload.join();
        }
    }

    private static Thread upload(RawClient client) throws Exception {
        client.send("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; i < 10_000; i++) client.send("z".repeat(100_000));
            } catch (Exception e) {
                // the answer has come
            }
        });
        thread.start();
        return thread;
    }

    /** The total limit ends the exchange that holds the connection too, so the one that waits may get it in its last moment. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            acquire=300ms                  | 503 | became free within acquire=300 ms \\(max=1 all in use\\)
            acquire=20s totaltimeout=300ms | 504 | /second: .* while waiting for [a-z ]+: the whole exchange took longer than totaltimeout=300 ms
            """)
    void theWaitForAConnectionIsLimited(String limit, String status, String log) throws Exception {
        BlockingQueue<String> over = new LinkedBlockingQueue<>();
        try (LogLines lines = new LogLines("passmatch"); RawUpstream upstream = slow(over);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ timeout=20 max=1 " + limit); RawClient first = new RawClient(proxy.port())) {
            // Its client stops in the middle of the upload, so it holds the connection for as long as the container waits, whatever limits the exchange has.
            first.send("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + DRIP);
            assertNotNull(upstream.await(), "the first request has the connection");
            assertEquals(status, "" + proxy.get("/second").status());
            lines.await(log);
            assertEquals(1, upstream.connections());
            over.add("");
            first.reset();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            connectiontimeout=300ms                  | failed while connecting, after .* nothing within connectiontimeout=300 ms
            connectiontimeout=20s totaltimeout=300ms | failed while connecting: the whole exchange took longer than totaltimeout=300 ms
            """)
    void aConnectIsLimited(String limit, String log) throws Exception {
        try (LogLines lines = new LogLines("passmatch"); FullListener full = new FullListener();
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://127.0.0.1:" + full.port() + "/ " + limit)) {
            assertEquals(504, proxy.get("/a").status());
            lines.await(log);
        }
    }

    @Test
    void aTlsHandshakeIsLimited() throws Exception {
        BlockingQueue<String> over = new LinkedBlockingQueue<>();
        try (LogLines lines = new LogLines("passmatch");
             RawUpstream upstream = new RawUpstream(peer -> over.poll(30, TimeUnit.SECONDS));
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / https://" + upstream.authority() + "/ connectiontimeout=300ms")) {
            assertEquals(504, proxy.get("/a").status());
            lines.await("while performing the TLS handshake, after .* nothing within connectiontimeout=300 ms");
            over.add("");
        }
    }

    @Test
    void anAnswerWithinAllLimitsIsUntouched() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ timeout=5 totaltimeout=5 connectiontimeout=5 acquire=5s max=1")) {
            for (int i = 0; i < 20; i++) assertTrue(proxy.get("/a").complete());
            assertEquals(1, upstream.connections());
        }
    }
}
