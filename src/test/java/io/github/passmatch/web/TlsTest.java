package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ClientHello;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import io.github.passmatch.testing.UnixBridge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** https upstreams: who is believed, who is not, and who we say we are. */
@Timeout(60)
class TlsTest {

    @TempDir
    private static Path directory;
    private static TestCertificates certificates;

    private final List<ExtendedSSLSession> sessions = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
        for (String alias : List.of("ca", "good", "self-signed")) certificates.certificate(alias);
    }

    private RawUpstream upstream(String alias, Consumer<SSLSocket> setUp) throws Exception {
        return new RawUpstream(peer -> {
            while (peer.read() != null) {
                sessions.add(peer.tls());
                peer.send(RawUpstream.OK);
            }
        }, certificates.server(alias), setUp);
    }

    private static ProxyUnderTest proxy(String host, RawUpstream upstream, String... lines) throws Exception {
        List<String> all = new ArrayList<>(List.of(lines));
        all.replaceAll(line -> line.replace("{dir}", directory.toString()));
        all.add("ProxyPass /a https://" + host + ":" + upstream.port());
        return new ProxyUnderTest(all.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} as {1} with {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            good        | localhost | SSLProxyCACertificateFile {dir}/ca.pem                                         | -
            good        | 127.0.0.1 | SSLProxyCACertificateFile {dir}/ca.pem                                         | -
            good        | localhost | SSLProxyCACertificateFile {dir}/good.pem                                       | -
            good        | localhost | SSLProxyCACertificatePath {dir}                                                | -
            good        | localhost | SSLProxyVerifyDepth 1; SSLProxyCACertificateFile {dir}/ca.pem                  | -
            good        | localhost | SSLProxyVerifyDepth 0; SSLProxyCACertificateFile {dir}/ca.pem                  | SSLProxyVerifyDepth
            good        | localhost | SSLProxyVerifyDepth 0; SSLProxyCACertificateFile {dir}/good.pem                | -
            good        | localhost | SSLProxyEngine On                                                              | SSLProxyVerify
            good        | localhost | SSLProxyVerify optional                                                        | SSLProxyVerify
            good        | localhost | SSLProxyVerify optional_no_ca                                                  | -
            good        | localhost | SSLProxyVerify none                                                            | -
            good        | localhost | SSLProxyCACertificateFile {dir}/self-signed.pem                                | SSLProxyVerify
            self-signed | localhost | SSLProxyCACertificateFile {dir}/ca.pem                                         | SSLProxyVerify
            self-signed | localhost | SSLProxyCACertificateFile {dir}/self-signed.pem                                | -
            self-signed | localhost | SSLProxyVerify none                                                            | -
            wrong-host  | localhost | SSLProxyCACertificateFile {dir}/ca.pem                                         | SSLProxyCheckPeerName
            wrong-host  | localhost | SSLProxyVerify none                                                            | SSLProxyCheckPeerName
            wrong-host  | 127.0.0.1 | SSLProxyCACertificateFile {dir}/ca.pem                                         | SSLProxyCheckPeerName
            wrong-host  | localhost | SSLProxyCheckPeerName Off; SSLProxyCACertificateFile {dir}/ca.pem              | -
            wrong-host  | localhost | SSLProxyCheckPeerCN Off; SSLProxyCACertificateFile {dir}/ca.pem                | -
            wrong-host  | localhost | SSLProxyCheckPeerCN Off; SSLProxyCheckPeerName On; SSLProxyCACertificateFile {dir}/ca.pem | SSLProxyCheckPeerName
            expired     | localhost | SSLProxyCACertificateFile {dir}/ca.pem                                         | SSLProxyCheckPeerExpire
            expired     | localhost | SSLProxyVerify none                                                            | SSLProxyCheckPeerExpire
            expired     | localhost | SSLProxyVerify none; SSLProxyCheckPeerExpire Off                               | -
            expired     | localhost | SSLProxyCheckPeerExpire Off; SSLProxyCACertificateFile {dir}/ca.pem            | SSLProxyVerify
            """)
    void anUpstreamIsBelievedOrRefusedByTheDirectives(String alias, String host, String lines, String failing) throws Exception {
        try (RawUpstream upstream = upstream(alias, tls -> { }); ProxyUnderTest proxy = proxy(host, upstream, lines.split("; ")); LogLines log = new LogLines("passmatch")) {
            assertEquals(failing == null ? 200 : 502, proxy.get("/a").status());
            assertEquals(failing == null ? 1 : 0, upstream.requests().size());
            if (failing != null) log.await(failing + ": ");
        }
    }

    @ParameterizedTest
    @CsvSource({"client-rsa,PRIVATE KEY", "client-rsa,RSA PRIVATE KEY", "client-ec,PRIVATE KEY", "client-ec,EC PRIVATE KEY"})
    void aClientCertificateIsShownToWhoAsksForIt(String alias, String form) throws Exception {
        Path identity = certificates.identity(alias, form);
        try (RawUpstream upstream = upstream("good", tls -> tls.setNeedClientAuth(true));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem", "SSLProxyMachineCertificateFile " + identity)) {
            assertEquals(200, proxy.get("/a").status());
            assertEquals("CN=" + alias, sessions.get(0).getPeerPrincipal().getName());
        }
    }

    @Test
    void withoutTheClientCertificateThatItAsksForAnUpstreamRefuses() throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> tls.setNeedClientAuth(true));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
            assertEquals(502, proxy.get("/a").status());
            assertEquals(List.of(), upstream.requests());
        }
    }

    @Test
    void aClientCertificateIsNotShownToAnImpostor() throws Exception {
        Path identity = certificates.identity("client-rsa", "PRIVATE KEY");
        List<Exception> handshakes = new CopyOnWriteArrayList<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 try {
                     peer.read();
                 } catch (Exception e) {
                     handshakes.add(e);
                     throw e;
                 }
             }, certificates.server("wrong-host"), tls -> tls.setNeedClientAuth(true));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem", "SSLProxyMachineCertificateFile " + identity)) {
            assertEquals(502, proxy.get("/a").status());
            assertTrue(upstream.awaitClosedConnection());
            assertEquals(1, handshakes.size(), "it ended in the handshake");
        }
    }

    @ParameterizedTest(name = "we {0}, they {1}: {2}")
    @CsvSource({"TLSv1.3,TLSv1.2,502", "all -TLSv1.3,TLSv1.3,502", "all -SSLv3,TLSv1.2,200", "-all +TLSv1.3,TLSv1.3,200", "TLSv1.2,TLSv1.2,200"})
    void protocolsAreAgreedOnOrNot(String ours, String theirs, int status) throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> tls.setEnabledProtocols(new String[] {theirs}));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem", "SSLProxyProtocol " + ours)) {
            assertEquals(status, proxy.get("/a").status());
            if (status == 200) assertEquals(theirs, sessions.get(0).getProtocol());
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            TLSv1.2 | ECDHE-RSA-AES256-GCM-SHA384                  | TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            TLSv1.2 | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256        | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            TLSv1.2 | ECDHE-RSA-CHACHA20-POLY1305:!aNULL           | TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
            TLSv1.2 | ECDHE-RSA-AES128-SHA                         | TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
            TLSv1.3 | TLSv1.3 TLS_AES_128_GCM_SHA256               | TLS_AES_128_GCM_SHA256
            TLSv1.3 | HIGH:!TLS_AES_256_GCM_SHA384:!aNULL:!MD5     | TLS_AES_128_GCM_SHA256
            """)
    void cipherSuitesAreChosenByEitherName(String protocol, String suites, String expected) throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> {
                 tls.setEnabledProtocols(new String[] {protocol});
                 if (suites.startsWith("HIGH")) tls.setEnabledCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"});
             });
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem", "SSLProxyCipherSuite " + suites)) {
            assertEquals(200, proxy.get("/a").status());
            assertEquals(expected, sessions.get(0).getCipherSuite());
        }
    }

    @Test
    void theNameIsToldAndAnAddressIsNot() throws Exception {
        for (String host : List.of("localhost", "127.0.0.1")) {
            try (RawUpstream upstream = upstream("good", tls -> { }); ProxyUnderTest proxy = proxy(host, upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
                proxy.get("/a");
            }
        }
        assertEquals(List.of(new SNIHostName("localhost")), sessions.get(0).getRequestedServerNames());
        assertEquals(List.of(), sessions.get(1).getRequestedServerNames());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"up.example,up.example", "up.example.,up.example", "UP.Example.:8443,up.example", "localhost.,localhost"})
    void theDotThatEndsAFullNameIsNeitherToldNorLookedForInTheCertificate(String host, String told) throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> { });
             ProxyUnderTest proxy = proxy("127.0.0.1", upstream, "ProxyPreserveHost On", "SSLProxyCACertificateFile {dir}/ca.pem")) {
            assertEquals(200, proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").status());
            assertEquals(host, upstream.requests().get(0).field("Host"));
            assertEquals(List.of(new SNIHostName(told)), sessions.get(0).getRequestedServerNames());
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void anUpstreamThatRefusesAnIrregularNameIsAskedOnceMoreWithoutIt(String protocol) throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> tls.setEnabledProtocols(new String[] {protocol}));
             ProxyUnderTest proxy = proxy("127.0.0.1", upstream, "ProxyPreserveHost On", "SSLProxyCheckPeerName Off", "SSLProxyCACertificateFile {dir}/ca.pem", "SetEnv proxy-nokeepalive 1")) {
            for (int i = 0; i < 2; i++) assertEquals(200, proxy.ask("GET /a HTTP/1.1\r\nHost: my_service\r\nConnection: close\r\n\r\n").status());
            assertEquals(List.of(List.of(), List.of()), sessions.stream().map(ExtendedSSLSession::getRequestedServerNames).toList());
            assertEquals(List.of(2, 3), upstream.requests().stream().map(RawUpstream.Request::connection).toList(), "only the first handshake was in vain");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", value = {"up.example,up.example", "my_service,my_service", "stack_web.example.,stack_web.example", "_dmarc.example,_dmarc.example", "-a.example,-a.example",
            "a-.example,a-.example", "a--b.example,a--b.example", "4711.example,4711.example", "123.456,123.456", "xn--a.example,xn--a.example", "127.0.0.1,-", "[::1],-"})
    void aNameIsToldAlsoIfItIsIrregularForJava(String host, String told) throws Exception {
        BlockingQueue<Optional<String>> names = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = new RawUpstream(peer -> names.add(Optional.ofNullable(ClientHello.readServerName(peer))));
             ProxyUnderTest proxy = proxy("127.0.0.1", upstream, "ProxyPreserveHost On")) {
            assertEquals(502, proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").status(), "nobody answers the handshake");
            assertEquals(Optional.ofNullable(told), names.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void withProxyPreserveHostTheClientsHostIsToldAndCheckedAndKeptApart() throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> { });
             ProxyUnderTest proxy = proxy("127.0.0.1", upstream, "ProxyPreserveHost On", "SSLProxyCACertificateFile {dir}/ca.pem")) {
            for (String host : List.of("up.example", "UP.example:8443", "localhost", "up.example"))
                assertEquals(200, proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").status());
            assertEquals(502, proxy.ask("GET /a HTTP/1.1\r\nHost: stranger.example\r\nConnection: close\r\n\r\n").status());
            assertEquals(List.of(1, 1, 2, 3), upstream.requests().stream().map(RawUpstream.Request::connection).toList());
            assertEquals(List.of(new SNIHostName("up.example")), sessions.get(3).getRequestedServerNames());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            TLSv1.2 | -
            TLSv1.3 | -
            TLSv1.3 | Content-Length: 10
            TLSv1.3 | Transfer-Encoding: chunked
            """)
    void aBodyThatIsCutBelowTlsIsNotTakenForWhole(String protocol, String field) throws Exception {
        String framing = field == null ? "" : field + "\r\n";
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n" + (framing.contains("chunked") ? "4\r\nhalf\r\n" : "half"));
                 peer.cut();
             }, certificates.server("good"), tls -> tls.setEnabledProtocols(new String[] {protocol}));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
            RawClient.Answer answer = proxy.get("/a");
            assertTrue(answer.status() == 502 || !answer.complete(), answer::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aBodyThatEndsWithTheConnectionAsTlsSaysIsWhole(String protocol) throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\n\r\nwhole");
             }, certificates.server("good"), tls -> tls.setEnabledProtocols(new String[] {protocol}));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
            RawClient.Answer answer = proxy.get("/a");
            assertEquals("whole", answer.body());
            assertTrue(answer.complete());
        }
    }

    @Test
    void connectionsAreKeptAndReplacedWhenClosed() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 for (int i = 0; i < 2 && peer.read() != null; i++) peer.send(RawUpstream.OK);
             }, certificates.server("good"), tls -> { });
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
            for (int i = 1; i <= 4; i++) {
                assertEquals("ok", proxy.get("/a").body());
                if (i % 2 == 0) assertTrue(upstream.awaitClosedConnection());
            }
            assertEquals(2, upstream.connections());
        }
    }

    /** Between two requests. The second is a POST, which would fail on a connection that was not looked at well. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            TLSv1.3 | nothing                   | 1
            TLSv1.2 | nothing                   | 1
            TLSv1.3 | new keys                  | 1
            TLSv1.3 | data                      | 2
            TLSv1.2 | data                      | 2
            TLSv1.3 | data with the answer      | 2
            TLSv1.3 | much data with the answer | 2
            TLSv1.3 | data behind a long body   | 2
            TLSv1.3 | its end                   | 2
            TLSv1.2 | its end                   | 2
            TLSv1.3 | its end without a word    | 2
            TLSv1.3 | a reset                   | 2
            """)
    void whatAKeptConnectionIsFoundToHold(String protocol, String happens, int connection) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch happened = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 if (peer.number() > 1) {
                     peer.read();
                     peer.send(RawUpstream.OK);
                     return;
                 }
                 peer.read();
                 // A long body is read past HTTP's own buffer, so what follows it in the same record stays within TLS.
                 boolean longBody = happens.equals("data behind a long body");
                 if (longBody) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
                 peer.send(longBody ? "y".repeat(10_000) + "x" : RawUpstream.OK + (happens.equals("data with the answer") ? "x" : happens.startsWith("much") ? "x".repeat(20_000) : ""));
                 answered.await();
                 if (happens.equals("data")) peer.send("x");
                 if (happens.equals("new keys")) peer.renewKeys();
                 if (happens.equals("its end")) peer.close();
                 if (happens.equals("its end without a word")) peer.cut();
                 if (happens.equals("a reset")) peer.reset();
                 happened.countDown();
                 if (peer.read() != null) peer.send(RawUpstream.OK);
             }, certificates.server("good"), tls -> tls.setEnabledProtocols(new String[] {protocol}));
             ProxyUnderTest proxy = proxy("localhost", upstream, "SSLProxyCACertificateFile {dir}/ca.pem")) {
            assertEquals(200, proxy.get("/a").status());
            answered.countDown();
            happened.await();
            assertEquals("ok", proxy.ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody").body());
            assertEquals(connection, upstream.requests().get(1).connection());
        }
    }

    @Test
    void aHandshakeThatIsNotAnsweredIsLeftAfterTheConnectTimeout() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> done.await(30, TimeUnit.SECONDS));
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a https://localhost:" + upstream.port() + " connectiontimeout=300ms")) {
            assertEquals(504, proxy.get("/a").status());
            done.countDown();
        }
    }

    @Test
    void plainHttpIsNoTls() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a https://localhost:" + upstream.port())) {
            assertEquals(502, proxy.get("/a").status());
        }
    }

    @Test
    void tlsGoesThroughUnixSocketsToo() throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> { }); UnixBridge bridge = new UnixBridge(directory.resolve("tls.sock"), upstream.port());
             ProxyUnderTest proxy = new ProxyUnderTest("SSLProxyCACertificateFile " + directory + "/ca.pem", "ProxyPass /a unix:" + bridge.path() + "|https://up.example/")) {
            for (int i = 0; i < 3; i++) assertEquals("ok", proxy.get("/a").body());
            assertEquals(1, upstream.connections());
            assertFalse(sessions.get(0).getRequestedServerNames().isEmpty());
        }
    }

    @Test
    void httpsGoesThroughARemoteProxysTunnel() throws Exception {
        try (RawUpstream upstream = upstream("good", tls -> { });
             RawUpstream remote = new RawUpstream(peer -> {
                 peer.note(peer.readHead());
                 peer.send("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n");
                 peer.pass(upstream.port());
             });
             ProxyUnderTest proxy = new ProxyUnderTest("SSLProxyCACertificateFile " + directory + "/ca.pem", "ProxyRemote https http://" + remote.authority() + " user:pass",
                     "ProxyPass /a https://up.example:8443/")) {
            for (int i = 0; i < 3; i++) assertEquals("ok", proxy.get("/a").body());
            RawUpstream.Request connect = remote.requests().get(0);
            assertEquals("CONNECT up.example:8443 HTTP/1.1", connect.requestLine());
            assertEquals("up.example:8443", connect.field("Host"));
            assertEquals("Basic dXNlcjpwYXNz", connect.field("Proxy-Authorization"));
            assertEquals(1, remote.connections());
            assertEquals("GET / HTTP/1.1", upstream.requests().get(0).requestLine());
            assertEquals(List.of(), upstream.requests().get(0).all("Proxy-Authorization"));
        }
    }

    @Test
    void aRemoteProxyThatDoesNotAnswerIsLeftAfterTheConnectTimeout() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream remote = new RawUpstream(peer -> {
                 peer.readHead();
                 peer.send("HTTP/1.1 200 ");
                 done.await(30, TimeUnit.SECONDS);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyRemote * http://" + remote.authority(), "ProxyPass /a https://up.example/ connectiontimeout=300ms")) {
            assertEquals(504, proxy.get("/a").status());
            done.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "garbage\r\n\r\n", ""})
    void aRefusedTunnelIsABadGateway(String answer) throws Exception {
        try (RawUpstream remote = RawUpstream.answering(answer, true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyRemote * http://" + remote.authority(), "ProxyPass /a https://up.example/")) {
            assertEquals(502, proxy.get("/a").status());
        }
    }
}
