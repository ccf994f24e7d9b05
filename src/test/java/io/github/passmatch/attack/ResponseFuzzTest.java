package io.github.passmatch.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random answers, in random pieces, whole, cut off or damaged: what is whole arrives whole, what was cut never looks whole, and nobody gets another's answer. */
@Timeout(120)
class ResponseFuzzTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261124L);
    private static final int CASES = 10_000;

    private enum Outcome { WHOLE, CUT, REFUSED }

    private final Random random = new Random(SEED);
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private volatile RandomAnswer current;

    @Test
    void noAnswerHarmsAnybody() throws Exception {
        try (RawUpstream upstream = new RawUpstream(this::play); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ max=1 timeout=10s")) {
            RawClient client = new RawClient(proxy.port());
            for (int i = 0; i < CASES; i++) {
                current = new RandomAnswer(random);
                try {
                    RawClient.Answer answer = client.send("GET /fuzz HTTP/1.1\r\nHost: h\r\n\r\n").read();
                    judge(answer);
                    if (answer == null || !answer.complete() || "close".equalsIgnoreCase(answer.field("Connection"))) client = renew(client, proxy);
                    innocent(client, "nonce-" + i);
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("case " + i + " of seed " + SEED + ": " + current, e);
                }
            }
            client.close();
            System.out.println("fuzz of answers, seed " + SEED + ": " + CASES + " cases " + outcomes + ", each followed by an innocent request; " + upstream.connections() + " upstream connections");
        }
    }

    private static RawClient renew(RawClient client, ProxyUnderTest proxy) throws Exception {
        client.close();
        return new RawClient(proxy.port());
    }

    private void play(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
            if (request.target().startsWith("/nonce")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.target().length() + "\r\n\r\n" + request.target());
                continue;
            }
            RandomAnswer answer = current;
            for (String piece : answer.pieces()) peer.send(piece);
            if (answer.closes()) return;
        }
    }

    private void judge(RawClient.Answer answer) {
        Outcome outcome = answer == null || !answer.complete() ? Outcome.CUT : answer.status() == 502 ? Outcome.REFUSED : Outcome.WHOLE;
        outcomes.merge(outcome, 1, Integer::sum);
        switch (current.harm()) {
            case NONE -> {
                assertEquals(Outcome.WHOLE, outcome);
                assertEquals(current.status(), answer.status());
                assertEquals(current.body(), answer.body());
            }
            case CUT -> {
                assertTrue(outcome != Outcome.WHOLE, () -> "taken for whole: " + answer);
                if (answer != null && outcome == Outcome.CUT) assertTrue(current.body().startsWith(answer.body()), "what arrives is the beginning");
            }
            case DAMAGED -> { }     // it may be another answer now, but it must end, and harm nobody else
        }
    }

    private static void innocent(RawClient client, String nonce) throws Exception {
        RawClient.Answer answer = client.send("GET /" + nonce + " HTTP/1.1\r\nHost: h\r\n\r\n").read();
        assertNotNull(answer, "an innocent request is answered");
        assertEquals("/" + nonce, answer.body());
    }
}
