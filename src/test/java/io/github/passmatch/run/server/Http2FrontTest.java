package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.Http2Client;
import io.github.passmatch.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 with the clients of {@code java -jar}, by raw frames. */
@Timeout(120)
class Http2FrontTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;

    private interface Use {
        void of(StandaloneServer server) throws Exception;
    }

    private static void with(String lines, Use use) throws Exception {
        StandaloneServer server = new StandaloneServer(ConfigReader.readStandalone(new ConfigSource("test.conf", lines), Map.of()), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        server.start();
        try {
            use.of(server);
        } finally {
            server.stop();
        }
    }

    private static Http2Client.Frame await(Http2Client client, int type) throws IOException {
        Http2Client.Frame frame = client.read();
        while (frame != null && frame.type() != type) frame = client.read();
        return frame;
    }

    @Test
    void manyStreamsOfOneConnectionAreAnsweredAndCookiesArriveAsOneLine() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            with("Protocols h2c http/1.1\nProxyPass / http://" + upstream.authority() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    for (int i = 0; i < 50; i++) client.request(2 * i + 1, "GET", "/x/" + i, List.of(new String[] {"cookie", "a=1"}, new String[] {"cookie", "b=2"}), true);
                    int ended = 0;
                    while (ended < 50) if (client.read().isEndOfStream()) ended++;
                }
                assertEquals(List.of("Cookie: a=1; b=2"), upstream.seen("/x/7").get(0).fields().stream().filter(field -> field.toLowerCase(Locale.ROOT).startsWith("cookie:")).map(field -> "Cookie" + field.substring(6)).toList());
            });
        }
    }

    @Test
    void withoutProtocolsLineTheSameClientIsRefused() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            with("ProxyPass / http://" + upstream.authority() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    client.request(1, "GET", "/x", List.of(), true);
                    assertTrue(client.isRefused());
                }
                assertEquals(200, RawClient.ask(server.port(), "GET /y HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n").status());
                assertEquals(List.of(), upstream.seen("/x"));
            });
        }
    }

    /** The upstream does not answer: that the client has gone is seen by its reset alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelledStreamEndsTheExchangeAtOnceAndTheOthersGoOn(boolean withBody) throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            with("Protocols h2c http/1.1\nProxyPass / http://127.0.0.1:" + upstream.getLocalPort() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    client.request(1, withBody ? "POST" : "GET", "/cancelled", List.of(), !withBody);
                    if (withBody) client.frame(DATA, 1, 1, "body".getBytes(ISO_8859_1));
                    try (Socket first = upstream.accept()) {
                        readHead(first);
                        client.request(3, "GET", "/other", List.of(), true);
                        try (Socket second = upstream.accept()) {
                            readHead(second);
                            client.cancel(1);
                            first.setSoTimeout(20_000);
                            assertTrue(isEnded(first));
                            second.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1));
                            Http2Client.Frame frame = client.read();
                            while (!frame.isEndOfStream()) frame = client.read();
                            assertEquals(3, frame.stream());
                        }
                    }
                }
            });
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;        // reset
        }
    }

    private static void readHead(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), 1);
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) { }
    }

    @Test
    void earlyHintsAndTrailersArePassedOn() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            with("Protocols h2c http/1.1\nProxyPass / http://127.0.0.1:" + upstream.getLocalPort() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    client.request(1, "GET", "/x", List.<String[]>of(new String[] {"te", "trailers"}), true);
                    try (Socket socket = upstream.accept()) {
                        readHead(socket);
                        socket.getOutputStream().write(("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: yes\r\n\r\n").getBytes(ISO_8859_1));
                        int heads = 0;
                        Http2Client.Frame frame = client.read();
                        for (; !frame.isEndOfStream(); frame = client.read()) if (frame.type() == HEADERS) heads++;
                        assertEquals(2, heads, "103 and 200");
                        assertEquals(HEADERS, frame.type(), "the trailers end the stream");
                    }
                }
            });
        }
    }

    /** A client that opens no window, on all streams: the other clients are served. */
    @Test
    void aClientThatReadsNothingBlocksNobody() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            with("Protocols h2c http/1.1\nProxyPass / http://" + upstream.authority() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    client.frame(4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});       // SETTINGS_INITIAL_WINDOW_SIZE 0
                    for (int i = 0; i < 40; i++) client.request(2 * i + 1, "GET", i % 2 == 0 ? "/bytes/1000000" : "/x", List.of(), true);
                    for (int i = 0; i < 40; i++) assertEquals(200, RawClient.ask(server.port(), "GET /y HTTP/1.1\r\nHost: a\r\n\r\n").status());
                    client.frame(WINDOW_UPDATE, 0, 3, new byte[] {0, 0, 16, 0});
                    Http2Client.Frame frame = client.read();
                    while (!frame.isEndOfStream()) frame = client.read();
                    assertEquals(3, frame.stream());
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rapid reset", "continuations", "pings", "settings", "empty data", "too many streams"})
    void aFloodEndsTheConnectionAndOthersAreServed(String kind) throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            with("Protocols h2c http/1.1\nProxyPass / http://" + upstream.authority() + "/", server -> {
                try (Http2Client client = new Http2Client(server.port())) {
                    boolean refused = false;
                    try {
                        flood(kind, client);
                        Http2Client.Frame frame = client.read();
                        while (frame != null && frame.type() != GOAWAY && !(kind.equals("too many streams") && frame.type() == RST_STREAM)) frame = client.read();
                        refused = true;
                    } catch (IOException e) {
                        refused = !(e instanceof SocketTimeoutException);
                    }
                    assertTrue(refused, "GOAWAY, or the end of the connection");
                }
                assertEquals(200, RawClient.ask(server.port(), "GET /after HTTP/1.1\r\nHost: a\r\n\r\n").status());
                upstream.release("t");
            });
        }
    }

    private static void flood(String kind, Http2Client client) throws IOException {
        byte[] head = Http2Client.head("GET", "/held/t", List.of());
        for (int i = 0; i < 20_000; i++) {
            switch (kind) {
                case "rapid reset" -> {
                    client.frame(HEADERS, 5, 2 * i + 1, head);
                    client.cancel(2 * i + 1);
                }
                case "continuations" -> client.frame(i == 0 ? HEADERS : CONTINUATION, i == 0 ? 1 : 0, 1, i == 0 ? head : new byte[1000]);
                case "pings" -> client.frame(PING, 0, 0, new byte[8]);
                case "settings" -> client.frame(4, 0, 0, new byte[] {0, 4, 0, 0, (byte) 255, (byte) 255});
                case "empty data" -> client.frame(i == 0 ? HEADERS : DATA, i == 0 ? 4 : 0, 1, i == 0 ? Http2Client.head("POST", "/x", List.of()) : new byte[0]);
                default -> client.frame(HEADERS, 5, 2 * i + 1, head);
            }
            if (kind.equals("too many streams") && i == 200) return;
        }
    }

    @Test
    void aClientThatWaitsForTheUpstreamIsNotIdle() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            with("Protocols h2c http/1.1\nTimeout 1\nKeepAliveTimeout 1\nRequestReadTimeout header=4\nProxyPass / http://127.0.0.1:" + upstream.getLocalPort() + "/ timeout=30", server -> {
                try (Http2Client client = new Http2Client(server.port()); Socket silent = new Socket("127.0.0.1", server.port())) {
                    client.request(1, "GET", "/slow", List.of(), true);
                    try (Socket socket = upstream.accept()) {
                        readHead(socket);
                        assertEquals(-1, silent.getInputStream().read(), "4 s are over");
                        socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1));
                        Http2Client.Frame frame = client.read();
                        while (!frame.isEndOfStream()) frame = client.read();
                        assertEquals("ok", frame.payload());
                    }
                }
            });
        }
    }

    @Test
    void anIdleConnectionDoesNotDelayTheStop() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            Http2Client[] idle = new Http2Client[1];
            long[] stopping = new long[1];
            with("Protocols h2c http/1.1\nProxyPass / http://" + upstream.authority() + "/", server -> {
                idle[0] = new Http2Client(server.port());
                idle[0].request(1, "GET", "/x", List.of(), true);
                while (!idle[0].read().isEndOfStream()) { }
                stopping[0] = System.nanoTime();
            });
            assertTrue(System.nanoTime() - stopping[0] < 10_000_000_000L, "stopped within 10 s");
            try (Http2Client client = idle[0]) {
                assertEquals(GOAWAY, await(client, GOAWAY).type());
                assertNull(await(client, -1));
            }
        }
    }
}
