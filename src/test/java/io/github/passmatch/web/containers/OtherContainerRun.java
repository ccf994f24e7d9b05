package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.OtherContainer;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A container that the WAR is not made for, but which must not pass a part of an answer for the whole ({@code mvn -Pcontainers verify}). */
abstract class OtherContainerRun extends CutContract {

    private final OtherContainer container;
    private final boolean answersBadChunk;
    private final boolean answersEarlyEnd;

    /**
     * @param answersBadChunk whether a malformed chunk is answered; else the container closes the connection by itself
     * @param answersEarlyEnd the same of a body that ends early
     */
    OtherContainerRun(OtherContainer container, boolean answersBadChunk, boolean answersEarlyEnd) {
        super(container.name().toLowerCase(Locale.ROOT), false);
        this.container = container;
        this.answersBadChunk = answersBadChunk;
        this.answersEarlyEnd = answersEarlyEnd;
    }

    @Override
    RunningContainer start(Path base, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
        return container.start(base, wars, jdk);
    }

    @Test
    void theLogOfTheStartSaysHowAnAnswerIsCut() throws Exception {
        running().process().awaitLine("if an answer is incomplete, the client's connection is closed");
    }

    @Test
    void aMalformedChunkIsRefusedAndNothingOfIt() throws Exception {
        for (int before : new int[] {100, 100_000}) {
            try (RawClient client = new RawClient(running().port())) {
                client.send("POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(before) + "\r\n" + "x".repeat(before)
                        + "\r\nZZ\r\nhello\r\n0\r\n\r\n");
                assertRefused(client, answersBadChunk);
            }
        }
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() throws Exception {
        for (int sent : new int[] {100, 30_000}) {
            try (RawClient client = new RawClient(running().port())) {
                client.send("POST /every/p/next HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(sent)).shutdownOutput();
                assertRefused(client, answersEarlyEnd);
            }
        }
    }

    private void assertRefused(RawClient client, boolean answered) throws IOException {
        if (answered) {
            RawClient.Answer answer = client.read();
            assertEquals(400, answer.status(), answer.toString());
            assertFalse(answer.body().contains("Exception") || answer.body().contains("io.github"), answer.toString());
        }
        assertTrue(client.isClosed());
        assertTrue(upstream().raw().requests().stream().allMatch(request -> request.method().equals("GET") || !request.complete()), "a broken body came whole to the upstream");
    }
}
