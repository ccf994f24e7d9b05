package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code RemoteIPProxyProtocol} over real sockets. Each row was sent to httpd 2.4.71 as well: what httpd closes is closed here; what is closed only here is not allowed by the specification. */
@Timeout(120)
class ProxyProtocolTest {

    private static final String GET = "GET /a/1 HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @TempDir
    private static Path directory;

    private static RawUpstream upstream;
    private static StandaloneServer server;
    private static StandaloneServer secure;

    @BeforeAll
    static void start() throws Exception {
        upstream = RawUpstream.answering(RawUpstream.OK, false);
        String rules = "RemoteIPProxyProtocol On\nRequestReadTimeout header=2 body=20 handshake=2\nProxyPass /a http://" + upstream.authority() + "/\n<Location /only>\nRequire ip 192.0.2.0/24\nProxyPass http://" + upstream.authority()
                + "/\n</Location>\nCustomLog log \"%h %{c}a %{remote}p\"\nServerRoot " + directory + "\n";
        server = started("plain.conf", rules);
        secure = started("secure.conf", rules.replace("log ", "secure-log ") + "SSLEngine on\nProtocols h2 http/1.1\nServerName other.test\nSSLCertificateFile " + new TestCertificates(directory).identity("good", "PRIVATE KEY") + "\n");
    }

    private static Reading read(String name, String text) throws Exception {
        return ConfigOrigin.standaloneFile(Files.writeString(directory.resolve(name), text)).read();
    }

    private static StandaloneServer started(String name, String text) throws Exception {
        StandaloneServer started = new StandaloneServer(read(name, text), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        started.start();
        return started;
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        secure.stop();
        upstream.close();
    }

    /** The status of the answer; {@code closed} without answer. */
    private static String send(Socket socket, String raw) throws IOException {
        try {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.isEmpty() ? "closed" : answer.split(" ")[1];
        } catch (SocketException e) {
            return "closed";
        }
    }

    private static String ask(String header, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            return send(socket, header + request);
        }
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex.replace(" ", "")), ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\\r\\n          | 192.0.2.7
            PROXY TCP6 2001:db8::7 2001:db8::8 1234 80\\r\\n      | 2001:db8::7
            PROXY UNKNOWN\\r\\n                                    | 127.0.0.1
            PROXY UNKNOWN 1 2 3 4\\r\\n                            | 127.0.0.1
            v2 21 11 000c c0000207 c0000208 04d2 0050              | 192.0.2.7
            v2 21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000008 04d2 0050 | 2001:db8::7
            v2 20 00 0000                                          | 127.0.0.1
            v2 20 11 000c c0000207 c0000208 04d2 0050              | 127.0.0.1
            v2 21 11 0013 c0000207 c0000208 04d2 0050 04 0004 61626364 | 192.0.2.7
            """)
    void theHeaderTellsTheAddressOfTheClient(String header, String client) throws Exception {
        int before = upstream.requests().size();
        String raw = header.startsWith("v2") ? SIGNATURE + bytes(header.substring(3)) : header.replace("\\r\\n", "\r\n");
        assertEquals("200", ask(raw, GET));
        assertEquals(client, upstream.requests().get(before).field("X-Forwarded-For"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -
            \\0\\1hello
            PROXY\\r\\n
            proxy TCP4 192.0.2.7 192.0.2.8 1234 80\\r\\n
            PROXY TCP4 2001:db8::7 2001:db8::8 1234 80\\r\\n
            PROXY TCP6 192.0.2.7 192.0.2.8 1234 80\\r\\n
            PROXY TCP4 192.0.2.777 192.0.2.8 1234 80\\r\\n
            PROXY TCP4 192.0.2.010 192.0.2.8 1234 80\\r\\n
            PROXY TCP4 localhost 192.0.2.8 1234 80\\r\\n
            PROXY TCP6 fe80::1%lo ::1 1234 80\\r\\n
            PROXY TCP4 192.0.2.7 192.0.2.8 1234\\r\\n
            PROXY TCP4 192.0.2.7 192.0.2.8 99999 80\\r\\n
            PROXY TCP4 192.0.2.7 192.0.2.8 -1 80\\r\\n
            PROXY TCP4 192.0.2.7 192.0.2.8 1234 80 x\\r\\n
            PROXY TCP4  192.0.2.7 192.0.2.8 1234 80\\r\\n
            PROXY UDP4 192.0.2.7 192.0.2.8 1234 80\\r\\n
            PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\\n
            PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\\r\\n
            v2 21 00 0000
            v2 21 12 000c c0000207 c0000208 04d2 0050
            v2 21 11 0008 c0000207 c0000208
            v2 21 31 0004 00000000
            v2 11 11 000c c0000207 c0000208 04d2 0050
            v2 22 11 000c c0000207 c0000208 04d2 0050
            v2 21 11 2000 c0000207 c0000208 04d2 0050
            """)
    void aConnectionWithoutValidHeaderIsClosed(String header) throws Exception {
        int before = upstream.requests().size();
        String raw = header.equals("-") ? "" : header.startsWith("v2") ? SIGNATURE + bytes(header.substring(3)) : header.replace("\\r\\n", "\r\n").replace("\\n", "\n").replace("\\0", "\0").replace("\\1", "\1");
        assertEquals("closed", ask(raw, GET));
        assertEquals(before, upstream.requests().size());
    }

    @Test
    void aSecondHeaderIsABadRequestAndASlowHeaderEndsInTime() throws Exception {
        String header = "PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\r\n";
        assertEquals("400", ask(header + header, GET));
        long begin = System.nanoTime();
        assertEquals("closed", ask("PROXY TCP4 192.", ""));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertTrue(seconds >= 1 && seconds < 10, () -> seconds + " s");
    }

    @Test
    void aHeaderInPiecesIsRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setTcpNoDelay(true);
            for (String piece : List.of("P", "ROXY TCP4 192.0.2.7 192.", "0.2.8 1234 80\r")) {
                socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            }
            assertEquals("200", send(socket, "\n" + GET));
        }
    }

    @Test
    void accessAndLogsHaveTheAddressOfTheClientAndTheStatusPageDoesNotBelieveIt() throws Exception {
        String only = GET.replace("/a/1", "/only/1");
        assertEquals("200", ask("PROXY TCP4 192.0.2.9 192.0.2.8 4321 80\r\n", only));
        assertEquals("403", ask("PROXY TCP4 198.51.100.9 192.0.2.8 1234 80\r\n", only));
        String page = "GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertEquals("404", ask("PROXY TCP6 ::1 ::1 1234 80\r\n", page));
        assertEquals("404", ask("PROXY TCP4 127.0.0.2 192.0.2.8 1234 80\r\n", page));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Files.readString(directory.resolve("log")).contains("192.0.2.9 192.0.2.9 4321\n") && System.nanoTime() < end) Thread.onSpinWait();
        assertTrue(Files.readString(directory.resolve("log")).contains("192.0.2.9 192.0.2.9 4321\n"));
    }

    private static SSLSocket tls(Socket bare) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) { }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) { }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        }}, null);
        return (SSLSocket) context.getSocketFactory().createSocket(bare, "127.0.0.1", bare.getPort(), true);
    }

    @Test
    void theHeaderComesBeforeTls() throws Exception {
        int before = upstream.requests().size();
        Socket bare = new Socket("127.0.0.1", secure.port());
        bare.getOutputStream().write("PROXY TCP4 192.0.2.7 192.0.2.8 1234 443\r\n".getBytes(ISO_8859_1));
        try (SSLSocket socket = tls(bare)) {
            assertEquals("200", send(socket, GET));
        }
        assertEquals("192.0.2.7", upstream.requests().get(before).field("X-Forwarded-For"));
        try (SSLSocket socket = tls(new Socket("127.0.0.1", secure.port()))) {
            assertThrows(IOException.class, socket::startHandshake);
        }
    }

    /** {@code RequestReadTimeout handshake=2}. */
    @Test
    void aHandshakeThatIsNotContinuedEndsInTime() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", secure.port())) {
            long begin = System.nanoTime();
            assertEquals("closed", send(socket, "PROXY TCP4 192.0.2.7 192.0.2.8 1234 443\r\n\u0016\u0003\u0001"));
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            assertTrue(seconds >= 1 && seconds < 10, () -> seconds + " s");
        }
    }

    @Test
    void exceptionsSendNoHeaderAndOneHostOfAnAddressIsEnough() throws Exception {
        String rule = "ProxyPass /a http://" + upstream.authority() + "/\n";
        StandaloneServer excepted = started("excepted.conf", "RemoteIPProxyProtocol On\nRemoteIPProxyProtocolExceptions 10.0.0.1 127.0.0.0/8\n" + rule);
        StandaloneServer hosts = started("hosts.conf", rule + "<VirtualHost *>\nServerName a.test\n</VirtualHost>\n<VirtualHost *>\nServerName b.test\nRemoteIPProxyProtocol On\n</VirtualHost>\n");
        try (Socket without = new Socket("127.0.0.1", excepted.port()); Socket refused = new Socket("127.0.0.1", hosts.port()); Socket with = new Socket("127.0.0.1", hosts.port())) {
            assertEquals("200", send(without, GET));
            assertEquals("closed", send(refused, GET));
            assertEquals("200", send(with, "PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\r\n" + GET));
        } finally {
            excepted.stop();
            hosts.stop();
        }
    }

    @Test
    void withRemoteIPHeaderTheConfigurationIsRefused() {
        assertThrows(ConfigException.class, () -> read("both.conf", "RemoteIPProxyProtocol On\n<VirtualHost *>\nRemoteIPHeader X-Forwarded-For\nRemoteIPInternalProxy 10.0.0.1\n</VirtualHost>\nProxyPass /a http://127.0.0.1:1/\n"));
    }

    /** httpd: AH01909. */
    @Test
    void aCertificateForAnotherNameIsAWarning() throws Exception {
        Reading reading = read("names.conf", Files.readString(directory.resolve("secure.conf")));
        assertTrue(reading.problems().stream().anyMatch(problem -> problem.render().contains("is not a certificate for other.test (ServerName); its names are ")), () -> reading.problems().toString());
        Reading fitting = read("names.conf", Files.readString(directory.resolve("secure.conf")).replace("other.test", "localhost"));
        assertTrue(fitting.problems().stream().noneMatch(problem -> problem.render().contains("is not a certificate for")), () -> fitting.problems().toString());
    }
}
