package io.github.passmatch.upstream.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ReadBalancers;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.testing.FullListener;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import io.github.passmatch.testing.UnixBridge;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one check sends, and what it makes of the answer, against real sockets. */
@Timeout(120)
class CheckRunTest {

    private final Reactor reactor = new Reactor();
    private final Watchdog watchdog = new Watchdog(() -> { });
    private final CheckThreads threads = new CheckThreads();

    CheckRunTest() {
        watchdog.start();
    }

    @AfterEach
    void nothingIsLeft() {
        watchdog.close();
        threads.close();
        reactor.close();
    }

    private static Member member(String url, String parameters, String... lines) {
        Problems problems = new Problems();
        Member member = ReadBalancers.of(String.join("\n", lines) + "\nBalancerMember balancer://c \"" + url + "\" " + parameters, problems).get(0).members().get(0);
        assertEquals(List.of(), problems.sorted().stream().map(Problem::message).filter(message -> !message.startsWith("balancers are not supported")).toList());
        return member;
    }

    private CompletableFuture<Optional<CheckResult>> start(Member member) {
        CompletableFuture<Optional<CheckResult>> result = new CompletableFuture<>();
        CheckTarget target = new CheckTarget(member, member.health().orElseThrow(), System::nanoTime);
        new CheckRun(target, reactor, threads, watchdog.guard(ResponseListener.PATIENT, Deadline.in(Optional.of(target.check().timeout()))), result::complete).start();
        return result;
    }

    private String check(Member member) throws Exception {
        return start(member).get(20, TimeUnit.SECONDS).map(CheckResult::toString).orElse("not checked");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hcmethod=GET hcuri=/hc    | GET /hc HTTP/1.0    | Host
            hcmethod=HEAD hcuri=/hc   | HEAD /hc HTTP/1.0   | Host
            hcmethod=OPTIONS          | OPTIONS * HTTP/1.0  | Host
            hcmethod=GET11 hcuri=/hc  | GET /hc HTTP/1.1    | Host Connection User-Agent
            hcmethod=HEAD11 hcuri=/hc | HEAD /hc HTTP/1.1   | Host Connection User-Agent
            hcmethod=OPTIONS11        | OPTIONS * HTTP/1.1  | Host Connection User-Agent
            """)
    void theRequestIsThatOfHttpd(String parameters, String requestLine, String fields) throws Exception {
        try (RawUpstream server = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false)) {
            assertEquals("passed: status 200", check(member("http://" + server.authority(), parameters)));
            RawUpstream.Request request = server.await();
            assertEquals(requestLine, request.requestLine());
            assertEquals(List.of(fields.split(" ")), request.names());
            assertEquals(server.authority(), request.field("Host"));
            assertTrue(server.awaitClosedConnection(), "the connection belongs to the check");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET     | HTTP/1.1 200 OK~Content-Length: 2~~ok                             | passed: status 200
            GET     | HTTP/1.0 399 x~~until the end                                     | passed: status 399
            GET     | HTTP/1.1 302 Found~Location: /x~Content-Length: 0~~               | passed: status 302
            GET     | HTTP/1.1 204 No Content~~                                         | passed: status 204
            GET     | HTTP/1.1 400 x~Content-Length: 0~~                                | failed: status 400
            GET     | HTTP/1.1 500 x~Content-Length: 0~~                                | failed: status 500
            GET     | HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 0~~        | passed: status 200
            GET     | HTTP/1.1 101 x~~                                                  | failed: status 101
            GET     | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~~              | passed: status 200
            GET     | HTTP/1.1 200 OK~Content-Length: 9~~short                          | failed: failed while waiting for the response: the connection ended before the end of the body
            GET     | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~9~short               | failed: failed while waiting for the response: the connection ended within a chunk
            GET     | HTTP/1.1 200 OK~Content-Le                                        | failed: bad response: the connection ended within the head or the trailers
            GET     | ``                                                                | failed: failed while waiting for the response: the connection ended without a response
            GET     | SSH-2.0-OpenSSH~                                                  | failed: bad response: this is not HTTP/1: it begins with "SSH-2.0-OpenSSH\\r\\n"
            HEAD    | HTTP/1.1 200 OK~Content-Length: 99~~                              | passed: status 200
            OPTIONS | HTTP/1.1 200 OK~Content-Length: 99~~                              | passed: status 200
            HEAD11  | HTTP/1.1 503 x~Content-Length: 99~~                               | failed: status 503
            """)
    void theStatusDecides(String method, String answer, String expected) throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.send(answer.replace("~", "\r\n"));
        })) {
            assertEquals(expected, check(member("http://" + server.authority(), "hcmethod=" + method)));
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HTTP/1.1 500 x~Content-Length: 9~~status=UP                       | hc('body') =~ /UP/                            | passed: hcexpr up is true (status 500)
            HTTP/1.1 200 OK~Content-Length: 4~~DOWN                           | hc('body') =~ /UP/                            | failed: hcexpr up is false (status 200)
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~UP~2~xx~0~~         | hc('body') == 'UPxx'                          | passed: hcexpr up is true (status 200)
            HTTP/1.1 404 x~Content-Length: 0~~                                | %{REQUEST_STATUS} =~ /^[234]/                 | passed: hcexpr up is true (status 404)
            HTTP/1.1 404 x~Content-Length: 0~~                                | %{REQUEST_STATUS} -lt 400                     | failed: hcexpr up is false (status 404)
            HTTP/1.1 200 x~X-State: a~X-State: b~Content-Length: 0~~          | %{resp:x-state} == 'a, b'                     | passed: hcexpr up is true (status 200)
            HTTP/1.1 200 x~X-State: a~Content-Length: 0~~                     | resp('X-Other') == ''                         | passed: hcexpr up is true (status 200)
            HTTP/1.1 200 x~Content-Length: 0~~                                | %{REQUEST_METHOD} == 'GET' && %{REQUEST_URI} == '/' | passed: hcexpr up is true (status 200)
            """)
    void theExpressionDecidesAlone(String answer, String expression, String expected) throws Exception {
        try (RawUpstream server = RawUpstream.answering(answer.replace("~", "\r\n"), false)) {
            assertEquals(expected, check(member("http://" + server.authority(), "hcmethod=GET hcexpr=up", "ProxyHCExpr up {" + expression + "}")));
        }
    }

    @Test
    void theAnswerMayComeByteByByte() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".toCharArray()) peer.send(String.valueOf(c));
            peer.readByte();
        })) {
            assertEquals("passed: status 200", check(member("http://" + server.authority(), "hcmethod=GET")));
        }
    }

    @Test
    void ofALargeBodyTheBeginningIsRead() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(900_000));
            peer.readByte();
        })) {
            assertEquals("passed: status 200", check(member("http://" + server.authority(), "hcmethod=GET")));
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void tcpConnectsAndSendsNothing() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        try (RawUpstream server = new RawUpstream(peer -> first.complete(peer.readByte()))) {
            assertEquals("passed: connected", check(member("http://" + server.authority(), "hcmethod=TCP")));
            assertEquals(-1, first.get());
        }
    }

    @Test
    void aMemberThatRefusesFails() throws Exception {
        int port;
        try (RawUpstream server = RawUpstream.answering("", true)) {
            port = server.port();
        }
        for (String method : List.of("TCP", "GET"))
            assertEquals("failed: failed while connecting: Connection refused", check(member("http://127.0.0.1:" + port, "hcmethod=" + method)));
    }

    @Test
    void aNameWithoutAddressFails() throws Exception {
        assertTrue(check(member("http://no-such-host.invalid:1", "hcmethod=GET")).startsWith("failed: failed while resolving the host name: the name has no address"));
    }

    @Test
    void aCheckForWhichNoThreadWasFreeHasNoResult() throws Exception {
        CompletableFuture<Optional<CheckResult>> result = new CompletableFuture<>();
        Member member = member("http://localhost:1", "hcmethod=GET hctimeout=100ms");
        new CheckRun(new CheckTarget(member, member.health().orElseThrow(), System::nanoTime), reactor, step -> { }, watchdog.guard(ResponseListener.PATIENT, Deadline.in(Optional.of(member.health().get().timeout()))), result::complete).start();
        assertEquals(Optional.empty(), result.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aResetAfterTheResponseDoesNotMatter() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.send(RawUpstream.OK);
            peer.reset();
        })) {
            for (int i = 0; i < 20; i++) assertEquals("passed: status 200", check(member("http://" + server.authority(), "hcmethod=GET")));
        }
    }

    @Test
    void aMemberWithWsIsAskedByAnOrdinaryRequest() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false)) {
            assertEquals("passed: status 200", check(member("ws://" + server.authority() + "/m", "hcmethod=GET hcuri=/hc")));
            assertEquals("GET /m/hc HTTP/1.0", server.await().requestLine());
        }
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false)) {
            assertEquals("passed: status 200", check(member("http://localhost:" + server.port(), "hcmethod=GET")));
            assertEquals("localhost:" + server.port(), server.await().field("Host"));
        }
    }

    @Test
    void aMemberThatDoesNotAnswerFailsAtTheLimit() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.readByte();
        })) {
            assertEquals("failed: time limit while waiting for the response", check(member("http://" + server.authority(), "hcmethod=GET hctimeout=1")));
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void aBodyThatDoesNotEndFailsAtTheLimit() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
            peer.readByte();
        })) {
            assertTrue(check(member("http://" + server.authority(), "hcmethod=GET hctimeout=1")).startsWith("failed: time limit while "));
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void aConnectThatHangsFailsAtTheLimit() throws Exception {
        try (FullListener full = new FullListener()) {
            assertEquals("failed: time limit while connecting", check(member("http://127.0.0.1:" + full.port(), "hcmethod=TCP hctimeout=100ms")));
            assertEquals("failed: time limit while connecting", check(member("http://127.0.0.1:" + full.port(), "hcmethod=TCP hctimeout=9 connectiontimeout=100ms")));
        }
    }

    @Test
    void tlsIsThatOfRequests(@TempDir Path directory) throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        String[] trust = {"SSLProxyEngine On", "SSLProxyCACertificateFile \"" + certificates.certificate("ca") + "\""};
        try (RawUpstream server = new RawUpstream(peer -> {
            peer.read();
            peer.send(RawUpstream.OK);
        }, certificates.server("good"), tls -> { })) {
            assertEquals("passed: status 200", check(member("https://localhost:" + server.port(), "hcmethod=GET", trust)));
            assertEquals("passed: status 200", check(member("wss://localhost:" + server.port(), "hcmethod=GET", trust)), "a check is a request, not an upgrade");
            assertEquals("passed: connected", check(member("https://localhost:" + server.port(), "hcmethod=TCP", "SSLProxyEngine On")), "TCP makes no handshake");
            assertTrue(check(member("https://localhost:" + server.port(), "hcmethod=GET", "SSLProxyEngine On")).startsWith("failed: failed while performing the TLS handshake: "));
        }
        try (RawUpstream server = new RawUpstream(peer -> peer.read(), certificates.server("wrong-host"), tls -> { })) {
            assertTrue(check(member("https://localhost:" + server.port(), "hcmethod=GET", trust)).startsWith("failed: failed while performing the TLS handshake: "));
        }
    }

    @Test
    void aServerThatDoesNotShakeHandsFailsAtTheLimit() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            while (peer.readByte() >= 0) Thread.onSpinWait();
        })) {
            assertEquals("failed: time limit while performing the TLS handshake", check(member("https://127.0.0.1:" + server.port(), "hcmethod=GET hctimeout=1", "SSLProxyEngine On")));
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void aUnixSocketIsChecked(@TempDir Path directory) throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, true); UnixBridge bridge = new UnixBridge(directory.resolve("a.sock"), server.port())) {
            assertEquals("passed: status 200", check(member("unix:" + bridge.path() + "|http://localhost/", "hcmethod=GET hcuri=/hc")));
            assertEquals("GET /hc HTTP/1.0", server.await().requestLine());
            assertTrue(check(member("unix:" + directory.resolve("missing.sock") + "|http://localhost/", "hcmethod=TCP")).startsWith("failed: failed while connecting: "));
        }
    }

    @Test
    void aCheckGoesThroughTheRemoteProxyLikeRequests() throws Exception {
        try (RawUpstream remote = RawUpstream.answering(RawUpstream.OK, true)) {
            assertEquals("passed: status 200", check(member("http://web.invalid:81/m", "hcmethod=GET hcuri=hc", "ProxyRemote * http://" + remote.authority())));
            assertEquals("GET http://web.invalid:81/m/hc HTTP/1.0", remote.await().requestLine());
        }
    }

    @Test
    void theStopEndsChecksInEveryPhaseWithoutResult() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        try (FullListener full = new FullListener(); RawUpstream silent = new RawUpstream(peer -> {
            asked.countDown();
            while (peer.readByte() >= 0) Thread.onSpinWait();
        })) {
            List<CompletableFuture<Optional<CheckResult>>> checks = List.of(start(member("http://127.0.0.1:" + full.port(), "hcmethod=TCP")), start(member("http://" + silent.authority(), "hcmethod=GET")),
                    start(member("https://" + silent.authority(), "hcmethod=GET", "SSLProxyEngine On")));
            assertTrue(asked.await(10, TimeUnit.SECONDS));
            watchdog.close();
            for (CompletableFuture<Optional<CheckResult>> check : checks) assertEquals(Optional.empty(), check.get(10, TimeUnit.SECONDS));
            for (int i = 0; i < 2; i++) assertTrue(silent.awaitClosedConnection());
        }
    }
}
