package io.github.passmatch.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds what the upstream saw and what the client got against a row, or against what a departure makes of it. */
public final class GoldenComparison {

    private final GoldenRow row;
    private final GoldenRow.Expect expect;
    private final RawUpstream upstream;
    private final Changes changes;

    private GoldenComparison(GoldenStage stage) {
        row = stage.row();
        expect = row.expect();
        upstream = stage.upstream();
        changes = Departures.changes(row, upstream.authority());
    }

    /** Fails unless the row holds. */
    public static void assertHolds(GoldenStage stage, RawClient.Answer answer) {
        assertNotNull(answer, "an answer");
        if (Departures.refusedSomehow(stage.row())) assertRefused(stage, answer);
        else new GoldenComparison(stage).compare(answer);
    }

    /** Fails unless it was refused, by whomever, and the upstream saw nothing of it. */
    public static void assertRefused(GoldenStage stage, RawClient.Answer answer) {
        assertTrue(answer.status() >= 400 && answer.status() < 500 || answer.status() == 501, () -> "status " + answer.status());
        assertEquals(List.of(), stage.upstream().requests(), "the upstream must see nothing");
    }

    private void compare(RawClient.Answer answer) {
        assertEquals(Integer.parseInt(changes.or("status", String.valueOf(expect.clientStatus()))), answer.status(), answer::toString);
        compareUpstream();
        compareClient(answer);
        if (changes.has("connections")) assertEquals(Integer.parseInt(changes.get("connections")), upstream.connections(), "connections");
        else if (expect.upstreamConnections() != null) assertEquals(expect.upstreamConnections(), upstream.connections(), "connections");
    }

    private void compareUpstream() {
        if (changes.has("nothing") || expect.upstreamRequest() == null && !changes.has("target")) {
            assertEquals(List.of(), upstream.requests(), "the upstream must see nothing");
            return;
        }
        assertFalse(upstream.requests().isEmpty(), "the upstream saw nothing");
        RawUpstream.Request seen = upstream.requests().get(upstream.requests().size() - 1);
        if (changes.has("target")) assertEquals(changes.get("target"), seen.target());
        if (expect.upstreamRequest() != null) compareRequest(expect.upstreamRequest(), seen);
    }

    private void compareRequest(GoldenRow.Seen wanted, RawUpstream.Request seen) {
        assertEquals(wanted.method(), seen.method());
        if (!changes.has("target")) assertEquals(wanted.target(), seen.target());
        if (changes.has("separate")) {
            for (String pair : changes.get("separate").split(",")) assertTrue(seen.all(pair.split(":")[0]).contains(pair.split(":")[1]), () -> pair + " in " + seen.names());
        } else {
            for (List<String> field : wanted.headersPresent()) assertEquals(List.of(value(field)), seen.all(field.get(0)), field.get(0));
        }
        for (String name : wanted.headersAbsent()) assertEquals(List.of(), seen.all(name), name);
        if (wanted.body() != null) assertEquals(wanted.body(), seen.body());
        assertTrue(seen.complete() || seen.field("Expect") != null, "the upstream got the whole body");
    }

    private String value(List<String> field) {
        String value = GoldenRow.fill(field.get(1), upstream.authority());
        return field.get(0).equals("Connection") ? changes.or("connection", value) : value;
    }

    private void compareClient(RawClient.Answer answer) {
        clientFields().forEach((name, values) -> assertEquals(values, answer.all(name), name));
        for (String name : expect.clientHeadersAbsent()) assertEquals(List.of(), answer.all(name), name);
        if (changes.has("body")) assertEquals(changes.get("body"), answer.body());
        else if (expect.clientBody() != null && !changes.has("status")) assertEquals(expect.clientBody(), answer.body());
    }

    private Map<String, List<String>> clientFields() {
        Map<String, List<String>> wanted = new TreeMap<>();
        if (changes.has("client")) {
            for (String pair : changes.get("client").split(",")) {
                int colon = pair.indexOf(':');
                wanted.computeIfAbsent(pair.substring(0, colon), name -> new ArrayList<>()).add(pair.substring(colon + 1).replace('¦', ','));
            }
        } else if (!changes.has("status")) {
            for (List<String> field : expect.clientHeadersPresent())
                wanted.computeIfAbsent(field.get(0), name -> new ArrayList<>()).add(GoldenRow.fill(field.get(1), upstream.authority()));
        }
        return wanted;
    }
}
