package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.FullListener;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.connect.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that wait for their responses without a thread, as the upstream sees them. */
@Timeout(60)
class ThreadlessWaitTest {

    /** Jetty has 200 threads. */
    private static final int CLIENTS = 400;

    @Test
    void twiceAsManyRequestsAsThereAreThreadsWaitAtTheUpstreamAndEachGetsItsOwnResponse() throws Exception {
        CountDownLatch arrived = new CountDownLatch(CLIENTS);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                     arrived.countDown();
                     answer.await();
                     peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.target().length() + "\r\n\r\n" + request.target());
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/")) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new RawClient(proxy.port()));
                    clients.get(i).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
                }
                assertTrue(arrived.await(30, TimeUnit.SECONDS), () -> arrived.getCount() + " requests have not arrived");
                answer.countDown();
                for (int i = 0; i < CLIENTS; i++) assertEquals("/" + i, clients.get(i).read().body());
            } finally {
                answer.countDown();
                for (RawClient client : clients) client.close();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one write          | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            body later         | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n#hello
            in the head        | HTTP/1.1 200 O#K\\r\\nContent-Le#ngth: 5\\r\\n\\r#\\nhel#lo
            chunks             | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            chunks in pieces   | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhe\\r\\n#3\\r\\nllo\\r\\n0\\r#\\n\\r\\n
            interim            | HTTP/1.1 103 Early Hints\\r\\nLink: </a>\\r\\n\\r\\n#HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            """)
    void aResponseIsTheSameInHoweverManyPiecesItArrives(String name, String pieces) throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) {
                     for (String piece : pieces.replace("\\r", "\r").replace("\\n", "\n").split("#")) {
                         peer.send(piece);
                         peer.awaitInput(20);       // nothing comes: a pause that the selector sees
                     }
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/");
             RawClient client = new RawClient(proxy.port())) {
            for (int i = 0; i < 3; i++) {
                RawClient.Answer answer = client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read();
                while (answer.status() < 200) answer = client.read();
                assertEquals("200 hello", answer.status() + " " + answer.body());
            }
            assertEquals(1, upstream.connections(), name);
        }
    }

    @Test
    void anIdleConnectionThatTheUpstreamClosesIsReplacedAndTheLogSaysWhy() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send(RawUpstream.OK);
                 closed.countDown();
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/", "PassmatchServerTiming All")) {
            assertEquals(200, proxy.get("/1").status());
            assertTrue(closed.await(10, TimeUnit.SECONDS));
            RawClient.Answer second = proxy.get("/2");
            assertEquals(200, second.status());
            assertTrue(second.field("Server-Timing").contains("closed-by-upstream"), second.field("Server-Timing"));
            assertEquals(2, upstream.connections());
        }
    }

    /** {@code max=2}; the upstream answers one request at a time, so that the order in which they come there is that of the queue. */
    @Test
    void aFullPoolQueuesWithoutThreadsInOrderAndLosesNoRequest() throws Exception {
        int queued = 200;
        Semaphore answers = new Semaphore(0);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                     answers.acquire();
                     peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.target().length() + "\r\n\r\n" + request.target());
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ max=2 acquire=60s")) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < queued + 2; i++) {
                    clients.add(new RawClient(proxy.port()));
                    clients.get(i).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
                    if (i < 2) upstream.await();
                    int waiting = i - 1;
                    while (proxy.waiting() < waiting) Thread.onSpinWait();
                }
                while (Thread.getAllStackTraces().values().stream().anyMatch(ThreadlessWaitTest::isInTheFilter)) Thread.onSpinWait();      // only for a moment, otherwise for ever
                for (int i = 2; i < queued + 2; i++) {
                    answers.release();
                    assertEquals("/" + i, upstream.await().target());
                }
                answers.release(2);
                for (int i = 0; i < queued + 2; i++) assertEquals("/" + i, clients.get(i).read().body());
                proxy.awaitNothingLeased();
                assertEquals(0, proxy.waiting());
                assertEquals(2, upstream.connections());
            } finally {
                answers.release(queued + 2);
                for (RawClient client : clients) client.close();
            }
        }
    }

    @Test
    void anUpstreamThatAcceptsNoConnectionOccupiesNoThread() throws Exception {
        int count = 50;
        try (FullListener full = new FullListener(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://127.0.0.1:" + full.port() + "/ connectiontimeout=3s disablereuse=on")) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) clients.add(new RawClient(proxy.port()).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
                while (proxy.leased() < count) Thread.onSpinWait();
                while (Thread.getAllStackTraces().values().stream().anyMatch(ThreadlessWaitTest::isConnecting)) Thread.onSpinWait();       // only for a moment
                assertEquals(count, proxy.leased(), "they still wait");
                for (RawClient client : clients) assertEquals(504, client.read().status());
                proxy.awaitNothingLeased();
            } finally {
                for (RawClient client : clients) client.close();
            }
        }
    }

    private static boolean isConnecting(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(Connector.class.getName()) || frame.getClassName().equals(ProxyFilter.class.getName()));
    }

    private static boolean isInTheFilter(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(ProxyFilter.class.getName()));
    }

    /** Jetty's startAsync parses the path again, as what it is not. */
    @Test
    void aPathThatTheContainerCannotWaitForIsForwardedAllTheSame() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/")) {
            for (String path : List.of("//c;x=1/b", "//[x]", "///")) assertEquals(200, proxy.get(path).status(), path);
        }
    }
}
