package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.testing.BreakingUpstream;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees where an answer or a request body breaks off, in a container whose webapps have error pages; and how little the log says of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class BreakOffContract {

    /** More than are forwarded on the container's own threads. */
    private static final int HELD = 130;
    private static final String CHUNKED = "POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String LENGTH = "POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000\r\n\r\n";

    private final String name;
    private final boolean jsp;
    private BreakingUpstream upstream;
    private Map<String, Path> wars;
    private RunningContainer running;

    /** @param name of a directory to work in */
    BreakOffContract(String name, boolean jsp) {
        this.name = name;
        this.jsp = jsp;
    }

    /** Starts it with HTTP/2 in clear text, and 2 s of patience with a client that stalls where that is {@link #hasPatience}. */
    abstract RunningContainer start(Path base, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException;

    /** Whether a client that stalls is soon given up. */
    abstract boolean hasPatience();

    @BeforeAll
    void deploy() throws Exception {
        upstream = new BreakingUpstream();
        wars = ErrorPageWars.make(BuiltWar.workDirectory(name + "-break-off-wars"), upstream.raw().authority(), jsp);
        running = start(BuiltWar.workDirectory(name + "-break-off"), wars, ContainerProcess.ownJdk());
    }

    @AfterAll
    void stopAndReadTheLog() throws Exception {
        try {
            if (running != null) assertQuiet(running.stop());
        } finally {
            if (running != null) running.close();
            upstream.close();
        }
    }

    private static void assertQuiet(String log) {
        for (String sign : List.of("SEVERE", "\n\tat ", "ServletChannel", "failed:")) assertFalse(log.contains(sign), "\"" + sign + "\" in:\n" + log);
    }

    @ParameterizedTest
    @EnumSource(BreakingUpstream.Way.class)
    void anAnswerThatTheUpstreamBreaksOffIsCutWhateverErrorPageTheWebappHas(BreakingUpstream.Way way) throws Exception {
        for (String context : wars.keySet()) assertCut(running.port(), "/" + context + "/p/" + way);
    }

    private void assertCut(int port, String path) throws IOException {
        try (WireClient wire = new WireClient(port)) {
            wire.get(path);
            assertEquals("HTTP/1.1 200", wire.head().strip().substring(0, 12), path);
            String body = "";
            byte[] buffer = new byte[1000];
            while (!body.contains(BreakingUpstream.HALF)) {
                int read = wire.read(buffer);
                assertTrue(read > 0, path + " ended after " + body);
                body += new String(buffer, 0, read);
            }
            upstream.breakOff();
            body += wire.rest();
            assertTrue(body.matches("(?s)(0*10\r\n)?" + BreakingUpstream.HALF + "(\r\n)?"), path + ": " + body);
        }
    }

    @Test
    void anAnswerOfUnknownLengthThatEndsInOrderIsWhole() throws Exception {
        RawClient.Answer answer = RawClient.ask(running.port(), "GET /every/p/whole HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(answer.complete() && answer.body().equals(BreakingUpstream.HALF), answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "every", "type", "code"})
    void byHttp2TheStreamIsResetAndTheConnectionServesOn(String context) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertEquals("ok", client.send(request(context, "next"), BodyHandlers.ofString()).body());
        for (BreakingUpstream.Way way : BreakingUpstream.Way.values()) {
            HttpResponse<InputStream> response = client.send(request(context, way.name()), BodyHandlers.ofInputStream());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            try (InputStream body = response.body()) {
                assertEquals(BreakingUpstream.HALF, new String(body.readNBytes(BreakingUpstream.HALF.length())));
                upstream.breakOff();
                assertThrows(IOException.class, body::read, way + " ended in order");
            }
        }
        assertEquals("ok", client.send(request(context, "next"), BodyHandlers.ofString()).body());
    }

    private HttpRequest request(String context, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + running.port() + "/" + context + "/p/" + path)).build();
    }

    @Test
    void onAVirtualThreadTheAnswerIsCutAsWell() throws Exception {
        Optional<Path> jdk = NewerJdk.find();
        assumeTrue(jdk.isPresent(), "no JDK 21 or newer on this machine");
        List<WireClient> held = new ArrayList<>();
        try (BreakingUpstream other = new BreakingUpstream();
             RunningContainer newer = start(BuiltWar.workDirectory(name + "-break-off-newer"), ErrorPageWars.make(BuiltWar.workDirectory(name + "-break-off-newer-wars"), other.raw().authority(), jsp), jdk.get())) {
            BreakingUpstream before = upstream;
            upstream = other;
            try {
                for (String context : wars.keySet()) {
                    for (int i = 0; i < HELD; i++) held.add(new WireClient(newer.port()).send("GET /" + context + "/p/held HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
                    for (int i = 0; i < HELD; i++) assertTrue(other.raw().await() != null, "all are at the upstream");
                    for (BreakingUpstream.Way way : BreakingUpstream.Way.values()) {
                        assertCut(newer.port(), "/" + context + "/p/" + way);
                        assertTrue(other.raw().await() != null);
                    }
                    for (WireClient client : held) client.close();
                    held.clear();
                }
            } finally {
                other.release();
                upstream = before;
            }
            assertQuiet(newer.stop());
        } finally {
            for (WireClient client : held) client.close();
        }
    }

    @ParameterizedTest(name = "{1} bytes, then a chunk size that is none: {0}")
    @CsvSource({"read ahead, 100", "on its way, 100000"})
    void aMalformedChunkIsAnswered400(String where, int before) throws Exception {
        try (RawClient client = new RawClient(running.port())) {
            client.send(CHUNKED + Integer.toHexString(before) + "\r\n" + "x".repeat(before) + "\r\nZZ\r\nhello\r\n0\r\n\r\n");
            assertRefused(400, client.read());
            assertTrue(client.isClosed());
        }
        assertNothingWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 30_000})
    void aBodyThatEndsEarlyIsAnswered400(int sent) throws Exception {
        try (RawClient client = new RawClient(running.port())) {
            client.send(LENGTH + "x".repeat(sent)).shutdownOutput();
            assertRefused(400, client.read());
        }
        assertNothingWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 30_000})
    void aBodyThatStallsIsAnswered408(int sent) throws Exception {
        assumeTrue(hasPatience());
        for (String head : List.of(LENGTH, CHUNKED)) {
            try (RawClient client = new RawClient(running.port())) {
                client.send(head + (head.equals(LENGTH) ? "" : "9c40\r\n") + "x".repeat(sent));
                assertRefused(408, client.read());
            }
        }
        assertNothingWhole();
    }

    private static void assertRefused(int status, RawClient.Answer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("close", answer.field("Connection"), answer.toString());
        assertTrue(answer.complete() && answer.body().startsWith(status + " "), answer.toString());
    }

    private void assertNothingWhole() {
        assertTrue(upstream.raw().requests().stream().allMatch(request -> request.method().equals("GET") || !request.complete()), "a broken body came whole to the upstream");
    }

    @Test
    void aClientThatLeavesWithinAnAnswerOrAnUploadWritesNothingIntoTheContainersLog() throws Exception {
        int before = running.process().log().length();
        for (int i = 0; i < 3; i++) {
            RawClient download = new RawClient(running.port());
            download.send("GET /every/p/large HTTP/1.1\r\nHost: localhost\r\n\r\n").readHead();
            download.reset();
            RawClient upload = new RawClient(running.port());
            upload.send(LENGTH + "x".repeat(30_000));
            upload.reset();
        }
        for (int i = 0; i < 6; i++) assertTrue(upstream.raw().awaitClosedConnection(), "the upstream is left");
        assertEquals(200, RawClient.ask(running.port(), "GET /every/p/next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status());
        String log = running.process().log().substring(before);
        assertTrue(log.lines().count() < 20, log);
        assertQuiet(log);
    }
}
