package io.github.passmatch.golden.balance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row with its upstreams: gives the configuration, and plays the steps against a proxy. */
public final class BalanceStage implements AutoCloseable {

    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}", Pattern.DOTALL);
    private static final long POLL_NANOS = 100_000_000;

    private final BalanceRow row;
    final Map<String, PlayedUpstream> upstreams = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<PlayedClient.Answer>> pending = new HashMap<>();
    private int port;

    public BalanceStage(BalanceRow row) throws IOException {
        this.row = row;
        for (Map.Entry<String, JsonElement> one : row.upstreams().entrySet())
            upstreams.put(one.getKey(), new PlayedUpstream(one.getKey(), one.getValue().getAsJsonObject(), row.checkTarget(), this::fill));
    }

    public String configuration() {
        return fill(String.join("\n", row.directives())) + "\n";
    }

    String fill(String text) {
        String filled = text;
        for (PlayedUpstream upstream : upstreams.values()) filled = filled.replace("{" + upstream.name + "}", "127.0.0.1:" + upstream.port);
        filled = filled.replace("{dead}", "127.0.0.1:1").replace("{proxy}", "127.0.0.1:" + port);
        return REPEATED.matcher(filled).replaceAll(match -> Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    /** Plays all steps against the proxy on this port of the loopback address. Returns what was not as expected. */
    public List<String> play(int proxyPort) {
        port = proxyPort;
        List<String> wrong = new ArrayList<>();
        int number = 0;
        for (JsonObject step : row.steps()) {
            number++;
            String name = "step " + number + ": ";
            try {
                play(step).forEach(one -> wrong.add(name + one));
            } catch (Exception e) {
                wrong.add(name + e);
            }
        }
        LockSupport.parkNanos(POLL_NANOS);
        upstreams.values().forEach(upstream -> wrong.addAll(upstream.errors));
        return wrong;
    }

    private List<String> play(JsonObject step) throws Exception {
        BalanceComparison comparison = new BalanceComparison(this, step.has("expect") ? step.getAsJsonObject("expect") : new JsonObject());
        if (step.has("begin")) begin(step);
        else if (step.has("end")) return comparison.compare(List.of(pending.remove(step.get("end").getAsString()).get(20, TimeUnit.SECONDS)));
        else if (step.has("request")) return comparison.compare(ask(step.getAsJsonObject("request"), times(step)));
        else if (step.has("tunnel")) return comparison.compare(List.of(PlayedClient.ask(port, step.getAsJsonObject("tunnel"), step.has("script") ? step.getAsJsonArray("script") : new JsonArray(), this::fill)));
        else if (step.has("until")) return until(step);
        else change(step);
        return List.of();
    }

    private int times(JsonObject step) {
        return step.has("times") ? step.get("times").getAsInt() : step.has("repeat") ? step.get("repeat").getAsInt() : 1;
    }

    private List<PlayedClient.Answer> ask(JsonObject request, int times) throws IOException {
        List<PlayedClient.Answer> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) answers.add(PlayedClient.ask(port, request, new JsonArray(), this::fill));
        return answers;
    }

    /** Starts a request; returns when an upstream has it, or its answer is there. */
    private void begin(JsonObject step) {
        int before = requests();
        CompletableFuture<PlayedClient.Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return PlayedClient.ask(port, step.getAsJsonObject("request"), new JsonArray(), this::fill);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> new Thread(task).start());       // the common pool of JDK 25 has one thread on a machine with two processors
        pending.put(step.get("begin").getAsString(), answer);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (requests() == before && !answer.isDone() && System.nanoTime() < end) LockSupport.parkNanos(POLL_NANOS / 10);
    }

    private int requests() {
        return upstreams.values().stream().mapToInt(upstream -> upstream.requests.size()).sum();
    }

    private List<String> until(JsonObject step) throws IOException {
        JsonObject expect = step.getAsJsonObject("expect");
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(step.get("within_ms").getAsLong());
        while (true) {
            BalanceComparison comparison = new BalanceComparison(this, expect, start);
            List<String> wrong = comparison.compare(ask(step.getAsJsonObject("until"), 1));
            if (wrong.isEmpty() || System.nanoTime() > end) return wrong;
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void change(JsonObject step) throws IOException {
        if (step.has("wait_ms")) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(step.get("wait_ms").getAsLong()));
        else if (step.has("up")) for (String name : BalanceRow.texts(step.getAsJsonArray("up"))) upstreams.get(name).up();
        else if (step.has("down")) for (String name : BalanceRow.texts(step.getAsJsonArray("down"))) upstreams.get(name).down();
        else if (step.has("answer")) step.getAsJsonObject("answer").asMap().forEach((name, answer) -> upstreams.get(name).answer = answer);
        else if (step.has("check")) step.getAsJsonObject("check").asMap().forEach((name, check) -> upstreams.get(name).check = check);
        else throw new IllegalArgumentException("unknown step " + step);
    }

    @Override
    public void close() throws IOException {
        for (PlayedUpstream upstream : upstreams.values()) upstream.close();
    }
}
