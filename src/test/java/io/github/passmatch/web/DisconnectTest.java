package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.testing.FullListener;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves, at any moment: its upstream connection is closed and its slot is free within a second. */
@Timeout(60)
class DisconnectTest {

    /** A second, and nine more for a busy machine. No time limit would act by then: they are a minute. */
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Within that a client is seen, and a second of it is more than enough unless the machine is busy. One that resets its connection before leaves no trace. */
    private static final long SEEN_MILLIS = 2_000;

    @BeforeAll
    static void thereIsATableOfConnections() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "only Linux tells of a client that leaves while nothing is sent to it");
    }

    /** What the upstream does, and how far the exchange is when the client leaves. */
    enum Moment {
        BEFORE_THE_HEAD(""),
        IN_AN_IDLE_STREAM("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"),
        IN_AN_IDLE_CHUNKED_STREAM("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n"),
        IN_A_BODY_OF_KNOWN_LENGTH("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

        private final String answer;

        Moment(String answer) {
            this.answer = answer;
        }
    }

    @ParameterizedTest(name = "{0}, by reset: {1}")
    @CsvSource({"BEFORE_THE_HEAD,false", "BEFORE_THE_HEAD,true", "IN_AN_IDLE_STREAM,false", "IN_AN_IDLE_STREAM,true", "IN_AN_IDLE_CHUNKED_STREAM,false",
            "IN_A_BODY_OF_KNOWN_LENGTH,false", "IN_A_BODY_OF_KNOWN_LENGTH,true"})
    void aSilentUpstreamIsLeftSoon(Moment moment, boolean reset) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send(moment.answer);
                 asked.countDown();
                 try {
                     peer.readByte();
                 } finally {
                     left.countDown();
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient client = new RawClient(proxy.port());
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            if (!moment.answer.isEmpty()) assertEquals(200, client.readHead().status());
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            assertFalse(left.await(reset ? SEEN_MILLIS : SEEN_MILLIS / 4, TimeUnit.MILLISECONDS), "nobody leaves while the client waits");
            if (reset) client.reset();
            else client.close();
            assertSoon(() -> proxy.leased() == 0, "the slot is free");
            assertTrue(left.await(SOON.toSeconds(), TimeUnit.SECONDS), "the upstream's connection is closed");
        }
    }

    private static void assertSoon(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < SOON.toNanos()) LockSupport.parkNanos(1_000_000);
        assertTrue(condition.getAsBoolean(), what);
    }

    @Test
    void aClientThatLeavesTheQueueTakesNoConnectionWhenOneBecomesFree() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) {
                     asked.countDown();
                     go.await(20, TimeUnit.SECONDS);
                     peer.send(RawUpstream.OK);
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + "/ max=1 acquire=20s");
             RawClient first = new RawClient(proxy.port())) {
            first.send("GET /a/first HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            List<RawClient> queued = new ArrayList<>();
            for (int i = 0; i < 20; i++) queued.add(new RawClient(proxy.port()).send("GET /a/queued HTTP/1.1\r\nHost: h\r\n\r\n"));
            assertSoon(() -> proxy.inFlight() == 21, "all are in the filter");
            for (RawClient client : queued) client.close();
            assertSoon(() -> proxy.inFlight() == 1, "nobody waits but the first");
            go.countDown();
            assertEquals(200, first.read().status());
            assertEquals(200, proxy.get("/a/last").status());
            assertEquals(List.of("//first", "//last"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
        }
    }

    @Test
    void aConnectIsGivenUpWhenTheClientLeaves() throws Exception {
        try (FullListener full = new FullListener();
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://127.0.0.1:" + full.port() + " connectiontimeout=30s")) {
            RawClient client = new RawClient(proxy.port());
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertSoon(() -> proxy.leased() == 1, "it is connecting");
            client.close();
            assertSoon(() -> proxy.leased() == 0, "the slot is free");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUploadThatIsLeftFreesTheSlot(boolean reset) throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.readHead();
                 try {
                     for (int i = 0; peer.readByte() >= 0; i++) if (i == 50_000) half.countDown();
                 } finally {
                     left.countDown();
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient client = new RawClient(proxy.port());
            client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
            assertTrue(half.await(10, TimeUnit.SECONDS));
            if (reset) client.reset();
            else client.close();
            assertSoon(() -> proxy.leased() == 0, "the slot is free");
            assertTrue(left.await(SOON.toSeconds(), TimeUnit.SECONDS), "the upstream's connection is closed");
        }
    }

    @Test
    void aClientThatWillAskForNothingMoreStillGetsAnAnswerThatComesSoon() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 never.await(100, TimeUnit.MILLISECONDS);
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority()); RawClient client = new RawClient(proxy.port())) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").shutdownOutput();
            assertEquals(200, client.read().status());
        }
    }

    @Test
    void aClientThatStaysIsNeverTakenForGone() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 never.await(2, TimeUnit.SECONDS);
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) clients.add(new RawClient(proxy.port()).send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"));
            for (RawClient client : clients) {
                assertEquals(200, client.read().status());
                client.close();
            }
        }
    }
}
