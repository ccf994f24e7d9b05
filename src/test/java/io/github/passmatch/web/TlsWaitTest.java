package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import io.github.passmatch.upstream.reactor.Reactor;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to https upstreams that wait for their responses without a thread. */
@Timeout(120)
class TlsWaitTest {

    /** There are at most 200 workers; the server has 200 threads. */
    private static final int CLIENTS = 240;
    /** At most so many handshakes at a time, because the upstream is in the same JVM. */
    private static final int AT_ONCE = 8;

    @TempDir
    private static Path directory;
    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
        certificates.certificate("ca");
    }

    private static RawUpstream upstream(String protocol, RawUpstream.Script script) throws Exception {
        return new RawUpstream(script, certificates.server("good"), tls -> tls.setEnabledProtocols(new String[] {protocol}));
    }

    private static ProxyUnderTest proxy(int port, String... parameters) throws Exception {
        return new ProxyUnderTest("SSLProxyCACertificateFile " + directory + "/ca.pem", "ProxyPass / https://localhost:" + port + "/ " + String.join(" ", parameters));
    }

    private static String echo(RawUpstream.Request request) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + request.target().length() + "\r\n\r\n" + request.target();
    }

    @Test
    void moreRequestsThanThereAreThreadsWaitAtTheUpstreamAndNoneHasAThread() throws Exception {
        Semaphore arrived = new Semaphore(0);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawUpstream upstream = upstream("TLSv1.3", peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                     arrived.release();
                     answer.await();
                     peer.send(echo(request));
                 }
             });
             ProxyUnderTest proxy = proxy(upstream.port())) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new RawClient(proxy.port()).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
                    if (i % AT_ONCE == AT_ONCE - 1) assertTrue(arrived.tryAcquire(AT_ONCE, 30, TimeUnit.SECONDS), i + 1 + " requests were sent");
                }
                while (Thread.getAllStackTraces().values().stream().anyMatch(TlsWaitTest::isInTheProxy)) Thread.onSpinWait();      // only for a moment, otherwise for ever
                answer.countDown();
                for (int i = 0; i < CLIENTS; i++) assertEquals("/" + i, clients.get(i).read().body());
            } finally {
                answer.countDown();
                for (RawClient client : clients) client.close();
            }
        }
    }

    private static boolean isInTheProxy(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(ForwardTask.class.getName()));
    }

    /** Notes whether requests are finished by selector threads. */
    private static final class Finishers extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.github.passmatch.forward.Forwarder");
        private final Level before = logger.getLevel();
        private final List<Boolean> onSelector = new CopyOnWriteArrayList<>();

        Finishers() {
            logger.setLevel(Level.FINE);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("rule 1: https:")) onSelector.add(Reactor.isCurrent());
        }

        @Override
        public void flush() { }

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestsOnAKeptConnectionNeedNoOtherThreadThanThatOfTheSelector(String protocol) throws Exception {
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) peer.send(echo(request));
             });
             ProxyUnderTest proxy = proxy(upstream.port());
             RawClient client = new RawClient(proxy.port())) {
            client.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n").read();
            proxy.awaitNothingLeased();
            try (Finishers finishers = new Finishers()) {
                for (int i = 0; i < 20; i++) assertEquals("/" + i, client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
                proxy.awaitNothingLeased();
                assertEquals(20, finishers.onSelector.size());
                assertTrue(finishers.onSelector.stream().allMatch(Boolean::booleanValue), finishers.onSelector::toString);
            }
            assertEquals(1, upstream.connections());
        }
    }

    /** Between the proxy and the upstream, the encrypted bytes are passed on in small pieces, so that records, also their headers, arrive in parts. */
    @ParameterizedTest(name = "{0}, {1} bytes at once, body of {2}")
    @CsvSource({"TLSv1.3,1,10", "TLSv1.2,1,10", "TLSv1.3,7,1000", "TLSv1.2,7,1000", "TLSv1.3,1000,100000", "TLSv1.2,1000,100000", "TLSv1.3,16401,100000", "TLSv1.3,40000,1000000"})
    void aResponseIsTheSameInHoweverManyPiecesTheRecordsArrive(String protocol, int piece, int length) throws Exception {
        String body = "0123456789".repeat(length / 10);
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 while (peer.read() != null) {
                     peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n");
                     peer.send("\r\n" + body);
                 }
             });
             RawUpstream between = new RawUpstream(peer -> passInPieces(peer, upstream.port(), piece));
             ProxyUnderTest proxy = proxy(between.port());
             RawClient client = new RawClient(proxy.port())) {
            for (int i = 0; i < 4; i++) assertEquals(body, client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
            assertEquals(1, between.connections());
        }
    }

    private static void passInPieces(RawUpstream.Peer peer, int port, int piece) throws Exception {
        try (Socket other = new Socket("127.0.0.1", port)) {
            Thread back = new Thread(() -> {
                try {
                    InputStream in = other.getInputStream();
                    byte[] buffer = new byte[piece];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) peer.send(new String(buffer, 0, read, ISO_8859_1));
                } catch (Exception e) {
                    // one of them has closed
                }
            }, "upstream");
            back.start();
            for (int b = peer.readByte(); b >= 0; b = peer.readByte()) other.getOutputStream().write(b);
            other.shutdownOutput();
            back.join();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"TLSv1.3,new keys", "TLSv1.3,nothing", "TLSv1.2,a new handshake", "TLSv1.2,nothing"})
    void whatIsNoDataIsReadWhileARequestWaits(String protocol, String happens) throws Exception {
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                     for (int i = 0; i < 3; i++) {
                         if (!happens.equals("nothing")) peer.renewKeys();      // with TLS 1.2, this is a handshake, and waits for the proxy
                         peer.awaitInput(20);       // nothing comes: a pause that the selector sees
                     }
                     peer.send(echo(request));
                 }
             });
             ProxyUnderTest proxy = proxy(upstream.port());
             RawClient client = new RawClient(proxy.port())) {
            for (int i = 0; i < 3; i++) assertEquals("/" + i, client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
            assertEquals(1, upstream.connections());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"TLSv1.3,its end,closed-by-upstream", "TLSv1.2,its end,closed-by-upstream", "TLSv1.3,a cut,closed-by-upstream", "TLSv1.3,data,extra-bytes", "TLSv1.2,data,extra-bytes",
            "TLSv1.2,a new handshake,extra-bytes"})
    void anIdleConnectionLeavesThePoolWhenTheUpstreamEndsIt(String protocol, String happens, String reason) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 peer.read();
                 peer.send(RawUpstream.OK);
                 if (peer.number() > 1) return;
                 answered.await();
                 switch (happens) {
                     case "its end" -> peer.close();
                     case "a cut" -> peer.cut();
                     case "data" -> peer.send("x");
                     default -> peer.renewKeys();
                 }
                 peer.readByte();
             });
             ProxyUnderTest proxy = new ProxyUnderTest("SSLProxyCACertificateFile " + directory + "/ca.pem", "PassmatchServerTiming All", "ProxyPass / https://localhost:" + upstream.port() + "/")) {
            assertEquals(200, proxy.get("/1").status());
            proxy.awaitNothingLeased();
            assertEquals(1, idle(proxy));
            answered.countDown();
            while (idle(proxy) > 0) Thread.onSpinWait();
            RawClient.Answer second = proxy.get("/2");
            assertEquals(200, second.status());
            assertTrue(second.field("Server-Timing").contains(reason), second.field("Server-Timing"));
        }
    }

    private static int idle(ProxyUnderTest proxy) {
        return proxy.telemetry().rules().stream().mapToInt(rule -> rule.upstream().idle()).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aLargeUploadOnAKeptConnectionThatTheUpstreamReadsSlowlyArrivesWhole(String protocol) throws Exception {
        String body = "0123456789".repeat(300_000);
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
                     peer.awaitInput(1);
                     peer.send(echo(peer.readBody(head)));
                 }
             });
             ProxyUnderTest proxy = proxy(upstream.port());
             RawClient client = new RawClient(proxy.port())) {
            for (int i = 0; i < 3; i++) {
                assertEquals("/get" + i, client.send("GET /get" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
                assertEquals("/put" + i, client.send("PUT /put" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).read().body());
                assertEquals(body, upstream.requests().get(2 * i + 1).body());
            }
            assertEquals(1, upstream.connections());
        }
    }

    /** What ends the wait on a kept connection. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"TLSv1.3,the limit,504", "TLSv1.2,the limit,504", "TLSv1.3,close_notify,502", "TLSv1.2,close_notify,502", "TLSv1.3,a cut,502", "TLSv1.3,a false record,502", "TLSv1.2,a false record,502"})
    void aWaitOnAKeptConnectionEnds(String protocol, String how, int status) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream upstream = upstream(protocol, peer -> {
                 peer.read();
                 peer.send(RawUpstream.OK);
                 peer.read();
                 switch (how) {
                     case "close_notify" -> peer.close();
                     case "a cut" -> peer.cut();
                     case "a false record" -> peer.sendBelowTls("\u0017\u0003\u0003\u0000(" + "x".repeat(40));
                     default -> { }
                 }
                 over.await();
             });
             ProxyUnderTest proxy = proxy(upstream.port(), "timeout=500ms")) {
            assertEquals(200, proxy.get("/a").status());
            proxy.awaitNothingLeased();
            assertEquals(status, proxy.ask("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody").status());
            proxy.awaitNothingLeased();
            over.countDown();
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void aProxyThatIsStoppedClosesIdleConnectionsAndSaysSo() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawUpstream upstream = upstream("TLSv1.3", peer -> {
                 while (peer.read() != null) peer.send(RawUpstream.OK);       // null only after close_notify
                 ended.countDown();
             });
             ProxyUnderTest proxy = proxy(upstream.port())) {
            assertEquals(200, proxy.get("/a").status());
            proxy.awaitNothingLeased();
            proxy.stopWebapp();
            assertTrue(ended.await(10, TimeUnit.SECONDS));
        }
    }
}
