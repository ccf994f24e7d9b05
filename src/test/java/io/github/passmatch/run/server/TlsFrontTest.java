package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.TestCertificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with clients in {@code java -jar}, over real sockets. The table of hosts and names was observed on httpd 2.4.71. */
@Timeout(120)
class TlsFrontTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;
    private static CountingUpstream upstream;
    private static StandaloneServer server;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        certificates = new TestCertificates(directory);
        upstream = new CountingUpstream();
        file = Files.writeString(directory.resolve("proxy.conf"), config("good"));
        server = started(file);
    }

    private static StandaloneServer started(Path file) throws Exception {
        ConfigOrigin origin = ConfigOrigin.standaloneFile(file);
        StandaloneServer started = new StandaloneServer(origin.read(), origin, List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        started.start();
        return started;
    }

    private static String config(String first) throws Exception {
        String rsa = "SSLCertificateFile " + certificates.identity(first, "PRIVATE KEY") + "\n";
        String ec = "SSLCertificateFile " + certificates.identity("wrong-host", "EC PRIVATE KEY") + "\n";
        String authority = "SSLCACertificateFile " + certificates.certificate("ca") + "\n";
        return host("a.test", rsa) + host("b.test\nServerAlias *.b.test", ec) + host("c.test", ec + authority + "SSLVerifyClient require\n") + host("d.test", ec + authority + "SSLVerifyClient optional\nSSLOptions +StdEnvVars\n")
                + host("e.test", ec) + host("f.test", ec + "SSLProtocol TLSv1.2\nSSLStrictSNIVHostCheck on\n") + host("g.test", rsa + ec + "SSLCipherSuite ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384\nSSLHonorCipherOrder on\n")
                + host("h.test", "SSLCertificateFile " + certificates.certificate("client-rsa") + "\nSSLCertificateKeyFile " + certificates.identity("client-rsa", "RSA PRIVATE KEY") + "\n")
                + "<VirtualHost *>\nServerName off.test\nSSLEngine off\n" + rule("off.test") + "</VirtualHost>\n";
    }

    private static String host(String names, String lines) {
        return "<VirtualHost *>\nServerName " + names + "\nSSLEngine on\n" + lines + rule(names) + "</VirtualHost>\n";
    }

    private static String rule(String names) {
        return "ProxyPass / http://" + upstream.authority() + "/" + names.split("\\n")[0] + "/\nPassmatchForwarded X-Forwarded\nHeader always set X-Host " + names.split("\\n")[0] + "\n"
                + "RequestHeader set X-Tls \"%{SSL_PROTOCOL}s|%{HTTPS}s|%{SSL_CLIENT_VERIFY}s|%{SSL_CLIENT_S_DN_CN}s|%{SSL_TLS_SNI}s|%{SSL_CIPHER}e\"\n";
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        upstream.close();
    }

    /** A client that trusts every server. */
    private static SSLSocket connect(int port, String name, String identity, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = identity == null ? null : certificates.clientKeys(identity);
        context.init(keys, new TrustManager[] {new Trusting()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(new Socket("127.0.0.1", port), "127.0.0.1", port, true);
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (name != null) parameters.setServerNames(List.of(new SNIHostName(name)));
        if (protocols.length > 0) parameters.setProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String ask(SSLSocket socket, String host, String path) throws IOException {
        try {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.isEmpty() ? "closed" : answer.split(" ")[1] + answer.lines().filter(line -> line.startsWith("X-Host: ")).map(line -> " " + line.substring(8)).findFirst().orElse("");
        } catch (SSLException | SocketException e) {
            return "refused";
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            a.test,   a.test,   -,           200 a.test
            A.TEST,   a.test,   -,           200 a.test
            b.test,   b.test,   -,           200 b.test
            x.b.test, x.b.test, -,           200 b.test
            zz.test,  zz.test,  -,           200 a.test
            -,        a.test,   -,           200 a.test
            -,        zz.test,  -,           200 a.test
            -,        b.test,   -,           421 b.test
            -,        c.test,   -,           421 c.test
            a.test,   b.test,   -,           421 b.test
            a.test,   off.test, -,           421 off.test
            off.test, off.test, -,           200 off.test
            a.test,   zz.test,  -,           200 a.test
            a.test,   c.test,   -,           421 c.test
            a.test,   d.test,   -,           421 d.test
            b.test,   c.test,   -,           421 c.test
            b.test,   d.test,   -,           421 d.test
            d.test,   a.test,   -,           421 a.test
            d.test,   b.test,   -,           421 b.test
            d.test,   c.test,   client-rsa,  421 c.test
            c.test,   a.test,   client-rsa,  421 a.test
            c.test,   d.test,   client-rsa,  421 d.test
            e.test,   b.test,   -,           200 b.test
            f.test,   f.test,   -,           200 f.test
            -,        f.test,   -,           403 f.test
            f.test,   b.test,   -,           421 b.test
            c.test,   c.test,   -,           refused
            c.test,   c.test,   client-rsa,  200 c.test
            c.test,   c.test,   client-ec,   200 c.test
            c.test,   c.test,   self-signed, refused
            c.test,   c.test,   expired,     refused
            d.test,   d.test,   -,           200 d.test
            d.test,   d.test,   client-ec,   200 d.test
            d.test,   d.test,   self-signed, refused
            g.test,   g.test,   -,           200 g.test
            h.test,   h.test,   -,           200 h.test
            """)
    void theServerIsFoundByItsNameAndNoOtherServerTakesTheHandshake(String name, String host, String identity, String outcome) throws Exception {
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            boolean spoken = !"f.test".equals(name) && !"g.test".equals(name) || protocol.equals("TLSv1.2");
            if (spoken) try (SSLSocket socket = connect(server.port(), name, identity, protocol)) {
                assertEquals(outcome, ask(socket, host, "/" + protocol), protocol);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"f.test, TLSv1.3, refused", "a.test, TLSv1.1, refused", "a.test, TLSv1, refused"})
    void aProtocolThatTheServerDoesNotSpeakIsRefused(String name, String protocol, String outcome) throws Exception {
        try (SSLSocket socket = connect(server.port(), name, null, protocol)) {
            assertEquals(outcome, ask(socket, name, "/"));
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains(protocol), e::getMessage);
        }
    }

    @Test
    void theOrderOfTheServerDecidesAboutTheSuiteAndSoAboutTheCertificate() throws Exception {
        try (SSLSocket socket = connect(server.port(), "g.test", null, "TLSv1.2")) {
            socket.startHandshake();
            assertEquals("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", socket.getSession().getCipherSuite());
            assertEquals("CN=good", ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName());
            assertEquals(2, socket.getSession().getPeerCertificates().length, "with its issuer");
        }
    }

    @Test
    void theUpstreamLearnsOfTlsAndOfTheClient() throws Exception {
        try (SSLSocket socket = connect(server.port(), "d.test", "client-ec", "TLSv1.2")) {
            assertEquals("200 d.test", ask(socket, "d.test", "/facts"));
        }
        CountingUpstream.Seen seen = upstream.seen("/d.test/facts").get(0);
        assertEquals("TLSv1.2|on|SUCCESS|client-ec|d.test|ECDHE-ECDSA-AES256-GCM-SHA384", seen.field("X-Tls").orElseThrow());
        assertEquals("https", seen.field("X-Forwarded-Proto").orElseThrow());
    }

    @Test
    void plainHttpOnThisPortIsToldSo() throws Exception {
        RawClient.Answer answer = RawClient.ask(server.port(), "GET /plain HTTP/1.1\r\nHost: a.test\r\n\r\n");
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("https://"), answer::toString);
        assertEquals(List.of(), upstream.seen("/a.test/plain"));
    }

    /** In httpd too, h2c is for connections without TLS. The requests would otherwise not know with which name the handshake was made. */
    @ParameterizedTest
    @CsvSource({"'GET / HTTP/1.1|Host: b.test|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: ||', HTTP/1.1 421", "'PRI * HTTP/2.0||SM||', HTTP/1.1 426"})
    void aboveTlsNoClientGetsTheHttp2ThatIsForConnectionsWithoutTls(String request, String answer) throws Exception {
        StandaloneServer both = started(Files.writeString(directory.resolve("h2c.conf"), "Protocols h2 h2c http/1.1\n" + config("good")));
        try (SSLSocket socket = connect(both.port(), "a.test", null)) {
            socket.getOutputStream().write(request.replace("|", "\r\n").getBytes(US_ASCII));
            assertEquals(answer, new String(socket.getInputStream().readNBytes(answer.length()), US_ASCII));
        } finally {
            both.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "'\\u0016'", "'\\u0016\\u0003\\u0001\\u0000\\u0005\\u0001\\u0000\\u0000\\u0001\\u0003'", "'\\u0000\\u0000'"})
    void bytesThatAreNoHandshakeDisturbNobody(String bytes) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(unescaped(bytes).getBytes(US_ASCII));
            socket.shutdownOutput();
            socket.setSoTimeout(20_000);
            try {
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                assertNotEquals("Read timed out", e.getMessage());
            }
        }
        try (SSLSocket socket = connect(server.port(), "a.test", null)) {
            assertEquals("200 a.test", ask(socket, "a.test", "/"));
        }
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\u([0-9a-f]{4})").matcher(text).replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }

    /** As certbot does: the files are replaced while requests are in flight. */
    @Test
    void aNewCertificateIsTakenOverWithoutALostConnectionAndABrokenOneIsNot() throws Exception {
        Path other = Files.writeString(directory.resolve("renewed.conf"), config("good"));
        Path pem = certificates.identity("good", "PRIVATE KEY");
        Path own = directory.resolve("live.pem");
        Files.copy(pem, own);
        Files.writeString(other, Files.readString(other).replace(pem.toString(), own.toString()));
        StandaloneServer renewing = started(other);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        try (SSLSocket kept = connect(renewing.port(), "a.test", null)) {
            assertEquals("CN=good", subject(kept));
            List<Thread> clients = Stream.generate(() -> new Thread(() -> load(renewing.port(), over, served, failed))).limit(4).toList();
            clients.forEach(Thread::start);
            Files.writeString(own, "-----BEGIN CERTIFICATE-----\nbroken");
            renewing.reload("a test");
            try (SSLSocket socket = connect(renewing.port(), "a.test", null)) {
                assertEquals("CN=good", subject(socket));
            }
            Files.copy(certificates.identity("client-rsa", "PRIVATE KEY"), own, StandardCopyOption.REPLACE_EXISTING);
            for (String seen = ""; !seen.equals("CN=client-rsa"); ) {       // the files are watched
                try (SSLSocket socket = connect(renewing.port(), "a.test", null)) {
                    seen = subject(socket);
                }
            }
            over.set(true);
            for (Thread client : clients) client.join();
            assertEquals("200 a.test", ask(kept, "a.test", "/kept"), "the connection from before the change");
            assertEquals(0, failed.get());
            assertTrue(served.get() > 0);
        } finally {
            renewing.stop();
        }
    }

    private static String subject(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    private static void load(int port, AtomicBoolean over, AtomicInteger served, AtomicInteger failed) {
        while (!over.get()) {
            try (SSLSocket socket = connect(port, "a.test", null)) {
                if (ask(socket, "a.test", "/load").equals("200 a.test")) served.incrementAndGet();
                else failed.incrementAndGet();
            } catch (Exception e) {
                failed.incrementAndGet();
            }
        }
    }

    @Test
    void httpAndHttpsAreServedSideBySide() throws Exception {
        int http = freePort();
        int https = freePort();
        String tls = "SSLCertificateFile " + certificates.identity("good", "PRIVATE KEY") + "\n";
        Path both = Files.writeString(directory.resolve("both.conf"), "Listen 127.0.0.1:" + http + "\nListen 127.0.0.1:" + https + " https\n"
                + "<VirtualHost *:" + http + ">\nServerName a.test\nRedirect permanent / https://a.test/\n</VirtualHost>\n"
                + "<VirtualHost *:" + https + ">\nServerName a.test\n" + tls + rule("a.test") + "</VirtualHost>\n");
        ConfigOrigin origin = ConfigOrigin.standaloneFile(both);
        StandaloneServer sides = new StandaloneServer(origin.read(), origin, origin.read().config().listen());
        sides.start();
        try (SSLSocket socket = connect(https, "a.test", null)) {
            RawClient.Answer answer = RawClient.ask(http, "GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertEquals("301 https://a.test/x", answer.status() + " " + answer.field("Location"));
            assertEquals("200 a.test", ask(socket, "a.test", "/x"), "Listen with https and a certificate is enough");
        } finally {
            sides.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Trusts everything. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
