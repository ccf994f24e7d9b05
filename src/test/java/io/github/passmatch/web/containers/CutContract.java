package io.github.passmatch.web.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BreakingUpstream;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.Http2Streams;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees where an answer breaks off, in a container whose webapps have error pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class CutContract {

    private final String name;
    private final boolean jsp;
    private BreakingUpstream upstream;
    private Map<String, Path> wars;
    private RunningContainer running;

    BreakingUpstream upstream() {
        return upstream;
    }

    RunningContainer running() {
        return running;
    }

    /** @param name of a directory to work in */
    CutContract(String name, boolean jsp) {
        this.name = name;
        this.jsp = jsp;
    }

    /** Starts it with HTTP/2 in clear text. */
    abstract RunningContainer start(Path base, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException;

    @BeforeAll
    void deploy() throws Exception {
        upstream = new BreakingUpstream();
        wars = ErrorPageWars.make(BuiltWar.workDirectory(name + "-break-off-wars"), upstream.raw().authority(), jsp);
        running = start(BuiltWar.workDirectory(name + "-break-off"), wars, ContainerProcess.ownJdk());
    }

    @AfterAll
    void kill() throws IOException {
        if (running != null) running.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(BreakingUpstream.Way.class)
    void anAnswerThatTheUpstreamBreaksOffIsCutWhateverErrorPageTheWebappHas(BreakingUpstream.Way way) throws Exception {
        for (String context : wars.keySet()) assertCut(running.port(), upstream, "/" + context + "/p/" + way);
    }

    static void assertCut(int port, BreakingUpstream upstream, String path) throws IOException {
        try (WireClient wire = new WireClient(port)) {
            wire.get(path);
            assertEquals("HTTP/1.1 200", wire.head().strip().substring(0, 12), path);
            String body = "";
            byte[] buffer = new byte[1000];
            while (!body.contains(BreakingUpstream.HALF)) {
                int read = wire.read(buffer);
                assertTrue(read > 0, path + " ended after " + body);
                body += new String(buffer, 0, read, ISO_8859_1);
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
    @ValueSource(strings = {"none", "every", "type", "code", "unmapped"})
    void byHttp2TheStreamIsResetAndNeverEndedInOrder(String context) throws Exception {
        for (BreakingUpstream.Way way : BreakingUpstream.Way.values()) {
            try (Http2Streams client = new Http2Streams(running.port())) {
                client.get("/" + context + "/p/" + way);
                assertEquals(Http2Streams.State.OPEN, client.read(BreakingUpstream.HALF.length()), way.name());
                upstream.breakOff();
                assertEquals(endsHttp2By(), client.read(Integer.MAX_VALUE), way.name());
                assertEquals(BreakingUpstream.HALF, client.body());
                if (endsHttp2By() == Http2Streams.State.CLOSED) continue;
                client.get("/" + context + "/p/next");
                assertEquals(Http2Streams.State.ENDED, client.read(Integer.MAX_VALUE), "the connection serves on");
                assertEquals("ok", client.body());
            }
        }
    }

    /** What an answer by HTTP/2 that breaks off looks like. */
    Http2Streams.State endsHttp2By() {
        return Http2Streams.State.RESET;
    }
}
