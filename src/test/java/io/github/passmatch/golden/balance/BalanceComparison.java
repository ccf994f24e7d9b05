package io.github.passmatch.golden.balance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Compares what one step has shown with the {@code expect} of the row. */
final class BalanceComparison {

    private final BalanceStage stage;
    private final JsonObject expect;
    private final long start;
    /** The requests of each upstream before the step. */
    private final Map<String, Integer> before = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    BalanceComparison(BalanceStage stage, JsonObject expect) {
        this(stage, expect, System.nanoTime());
    }

    /** @param start of the step, in nanoseconds */
    BalanceComparison(BalanceStage stage, JsonObject expect, long start) {
        this.stage = stage;
        this.expect = expect;
        this.start = start;
        stage.upstreams.forEach((name, upstream) -> before.put(name, upstream.requests.size()));
    }

    /** @return what is not as expected */
    List<String> compare(List<PlayedClient.Answer> answers) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> names = answers.stream().map(this::name).toList();
        if (expect.has("answers")) equal("answers", expect.get("answers").getAsString(), String.join(" ", names));
        if (expect.has("tally")) expect.getAsJsonObject("tally").asMap().forEach((name, wanted) -> within("tally of " + name, Collections.frequency(names, name), wanted));
        if (expect.has("elapsed_ms")) within("milliseconds", (int) millis, expect.get("elapsed_ms"));
        if (!answers.isEmpty()) compare(answers.get(answers.size() - 1));
        if (expect.has("upstream_request")) compareRequest(expect.get("upstream_request"));
        numbers("upstream_requests", upstream -> upstream.requests.size() - before.get(upstream.name));
        numbers("upstream_connections", upstream -> upstream.connections.get());
        numbers("checks", upstream -> upstream.checks.size());
        numbers("bare", upstream -> upstream.bare.get());
        if (expect.has("check_bytes")) expect.getAsJsonObject("check_bytes").asMap().forEach((upstream, wanted) -> equal("checks of " + upstream, "[" + stage.fill(wanted.getAsString()) + "]", Set.copyOf(stage.upstreams.get(upstream).checks).toString()));
        return wrong;
    }

    /** The upstream that answered, else the status. */
    private String name(PlayedClient.Answer answer) {
        String name = answer.head().first("X-Upstream").orElse(answer.body());
        return answer.status() == 200 && stage.upstreams.containsKey(name) ? name : String.valueOf(answer.status());
    }

    private void compare(PlayedClient.Answer answer) {
        if (answer.wrong() != null) wrong.add("tunnel: " + answer.wrong());
        if (expect.has("client_status")) equal("status", expect.get("client_status").getAsString(), String.valueOf(answer.status()));
        for (List<String> field : pairs(expect, "client_headers_present")) contains(answer.head().all(field.get(0)), field.get(0), stage.fill(field.get(1)));
        for (List<String> field : pairs(expect, "client_headers_match"))
            if (answer.head().all(field.get(0)).stream().noneMatch(value -> Pattern.compile(stage.fill(field.get(1))).matcher(value).find())) wrong.add("no " + field + " in " + answer.head().all(field.get(0)));
        for (String name : texts(expect, "client_headers_absent")) equal(name, "[]", answer.head().all(name).toString());
        if (expect.has("client_body")) equal("body", stage.fill(expect.get("client_body").getAsString()), answer.body());
        for (String text : texts(expect, "client_body_has")) if (!answer.body().contains(stage.fill(text))) wrong.add("the body lacks " + stage.fill(text));
        for (String text : texts(expect, "client_body_lacks")) if (answer.body().contains(stage.fill(text))) wrong.add("the body has " + stage.fill(text));
    }

    /** Compares the last request that an upstream got in this step. */
    private void compareRequest(JsonElement wanted) {
        record Arrived(String upstream, PlayedUpstream.Seen seen) { }
        Optional<Arrived> last = stage.upstreams.values().stream().flatMap(upstream -> upstream.requests.stream().skip(before.get(upstream.name)).map(seen -> new Arrived(upstream.name, seen)))
                .max(Comparator.comparingLong(arrived -> arrived.seen().at()));
        if (wanted.isJsonNull()) {
            last.ifPresent(arrived -> wrong.add(arrived.upstream() + " got " + arrived.seen().target()));
        } else if (last.isEmpty()) {
            wrong.add("no upstream got a request");
        } else {
            JsonObject expected = wanted.getAsJsonObject();
            PlayedUpstream.Seen seen = last.get().seen();
            if (expected.has("to")) equal("upstream", expected.get("to").getAsString(), last.get().upstream());
            if (expected.has("method")) equal("method", expected.get("method").getAsString(), seen.method());
            if (expected.has("target")) equal("target", stage.fill(expected.get("target").getAsString()), seen.target());
            if (expected.has("body")) equal("body", stage.fill(expected.get("body").getAsString()), seen.body());
            for (List<String> field : pairs(expected, "headers_present")) contains(seen.head().all(field.get(0)), field.get(0), stage.fill(field.get(1)));
            for (String name : texts(expected, "headers_absent")) equal(name, "[]", seen.head().all(name).toString());
        }
    }

    private void numbers(String name, ToIntFunction<PlayedUpstream> number) {
        if (expect.has(name)) expect.getAsJsonObject(name).asMap().forEach((upstream, wanted) -> within(name + " of " + upstream, number.applyAsInt(stage.upstreams.get(upstream)), wanted));
    }

    private void equal(String what, String wanted, String found) {
        if (!wanted.equals(found)) wrong.add(what + ": wanted " + wanted + ", was " + found);
    }

    private void contains(List<String> values, String name, String wanted) {
        if (!values.contains(wanted)) wrong.add(name + ": wanted " + wanted + ", was " + values);
    }

    /** @param wanted a number, or the smallest and the largest one */
    private void within(String what, int found, JsonElement wanted) {
        boolean range = wanted.isJsonArray();
        int least = range ? wanted.getAsJsonArray().get(0).getAsInt() : wanted.getAsInt();
        int most = range ? wanted.getAsJsonArray().get(1).getAsInt() : least;
        if (found < least || found > most) wrong.add(what + ": wanted " + wanted + ", was " + found);
    }

    private static List<String> texts(JsonObject from, String name) {
        return from.has(name) ? BalanceRow.texts(from.getAsJsonArray(name)) : List.of();
    }

    private static List<List<String>> pairs(JsonObject from, String name) {
        List<List<String>> pairs = new ArrayList<>();
        if (from.has(name)) for (JsonElement pair : from.getAsJsonArray(name)) pairs.add(BalanceRow.texts((JsonArray) pair));
        return pairs;
    }
}
