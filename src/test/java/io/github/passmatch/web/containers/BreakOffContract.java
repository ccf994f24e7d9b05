package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.testing.BreakingUpstream;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees where an answer or a request body breaks off, on virtual threads too; and how little the log says of it. */
abstract class BreakOffContract extends CutContract {

    /** More than are forwarded on the container's own threads. */
    private static final int HELD = 130;
    private static final String CHUNKED = "POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String LENGTH = "POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000\r\n\r\n";

    private final String name;
    private final boolean jsp;

    /** @param name of a directory to work in */
    BreakOffContract(String name, boolean jsp) {
        super(name, jsp);
        this.name = name;
        this.jsp = jsp;
    }

    /** Whether a client that stalls is soon given up. */
    abstract boolean hasPatience();

    @AfterAll
    void readTheLog() throws Exception {
        if (running() != null) assertQuiet(running().stop());
    }

    private static void assertQuiet(String log) {
        for (String sign : List.of("SEVERE", "\n\tat ", "ServletChannel", "failed:")) assertFalse(log.contains(sign), "\"" + sign + "\" in:\n" + log);
    }

    @Test
    void onAVirtualThreadTheAnswerIsCutAsWell() throws Exception {
        Optional<Path> jdk = NewerJdk.find();
        assumeTrue(jdk.isPresent(), "no JDK 21 or newer on this machine");
        List<WireClient> held = new ArrayList<>();
        Path directory = BuiltWar.workDirectory(name + "-break-off-newer-wars");
        try (BreakingUpstream other = new BreakingUpstream()) {
            Map<String, Path> wars = ErrorPageWars.make(directory, other.raw().authority(), jsp);
            try (RunningContainer newer = start(BuiltWar.workDirectory(name + "-break-off-newer"), wars, jdk.get())) {
                for (String context : wars.keySet()) {
                    for (int i = 0; i < HELD; i++) held.add(new WireClient(newer.port()).send("GET /" + context + "/p/held HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
                    for (int i = 0; i < HELD; i++) assertTrue(other.raw().await() != null, "all are at the upstream");
                    for (BreakingUpstream.Way way : BreakingUpstream.Way.values()) {
                        assertCut(newer.port(), other, "/" + context + "/p/" + way);
                        assertTrue(other.raw().await() != null);
                    }
                    for (WireClient client : held) client.close();
                    held.clear();
                }
                other.release();
                assertQuiet(newer.stop());
            }
        } finally {
            for (WireClient client : held) client.close();
        }
    }

    @ParameterizedTest(name = "{1} bytes, then a chunk size that is none: {0}")
    @CsvSource({"read ahead, 100", "on its way, 100000"})
    void aMalformedChunkIsAnswered400(String where, int before) throws Exception {
        try (RawClient client = new RawClient(running().port())) {
            client.send(CHUNKED + Integer.toHexString(before) + "\r\n" + "x".repeat(before) + "\r\nZZ\r\nhello\r\n0\r\n\r\n");
            assertRefused(400, client.read());
            assertTrue(client.isClosed());
        }
        assertNothingWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 30_000})
    void aBodyThatEndsEarlyIsAnswered400(int sent) throws Exception {
        try (RawClient client = new RawClient(running().port())) {
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
            try (RawClient client = new RawClient(running().port())) {
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
        assertTrue(upstream().raw().requests().stream().allMatch(request -> request.method().equals("GET") || !request.complete()), "a broken body came whole to the upstream");
    }

    @Test
    void aClientThatLeavesWithinAnAnswerOrAnUploadWritesNothingIntoTheContainersLog() throws Exception {
        int before = running().process().log().length();
        for (int i = 0; i < 3; i++) {
            RawClient download = new RawClient(running().port());
            download.send("GET /every/p/large HTTP/1.1\r\nHost: localhost\r\n\r\n").readHead();
            download.reset();
            RawClient upload = new RawClient(running().port());
            upload.send(LENGTH + "x".repeat(30_000));
            upload.reset();
        }
        for (int i = 0; i < 6; i++) assertTrue(upstream().raw().awaitClosedConnection(), "the upstream is left");
        assertEquals(200, RawClient.ask(running().port(), "GET /every/p/next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status());
        String log = running().process().log().substring(before);
        assertTrue(log.lines().count() < 20, log);
        assertQuiet(log);
    }
}
