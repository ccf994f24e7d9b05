package io.github.passmatch.golden.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** One row of {@code golden-balance.json}. */
public record BalanceRow(String id, JsonObject json) {

    private static final int ATTEMPTS = 3;
    private static final JsonObject DEPARTURES = read("/golden-balance-departures.json").getAsJsonObject();

    /** All rows, as httpd behaves. */
    public static List<BalanceRow> all() {
        List<BalanceRow> rows = new ArrayList<>();
        for (JsonElement row : read("/golden-balance.json").getAsJsonArray()) rows.add(new BalanceRow(row.getAsJsonObject().get("id").getAsString(), row.getAsJsonObject()));
        return rows;
    }

    /** The row with the steps of a departure, if there is one for it. */
    public BalanceRow ours() {
        JsonObject ours = json.deepCopy();
        if (DEPARTURES.has(id)) DEPARTURES.getAsJsonObject(id).asMap().forEach(ours::add);
        return new BalanceRow(id, ours);
    }

    private static JsonElement read(String source) {
        try (Reader in = new InputStreamReader(BalanceRow.class.getResourceAsStream(source), UTF_8)) {
            return JsonParser.parseReader(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A test that plays the row. Some rows need a step within a retry time of seconds; on a machine that is busy, the step may come later, and the row is played again. */
    public DynamicTest test(ThrowingConsumer<BalanceRow> player) {
        return DynamicTest.dynamicTest(id, () -> play(player, ATTEMPTS));
    }

    private void play(ThrowingConsumer<BalanceRow> player, int attempts) throws Throwable {
        try {
            player.accept(this);
        } catch (AssertionError e) {
            if (attempts <= 1) throw e;
            play(player, attempts - 1);
        }
    }

    public List<String> directives() {
        return texts(json.getAsJsonArray("directives"));
    }

    /** Whether a proxy must not start. */
    public boolean refused() {
        return json.has("refused");
    }

    /** The message of httpd. */
    public String refusal() {
        return json.get("refused").getAsString();
    }

    /** What our message must contain. */
    public List<String> refusedNames() {
        return json.has("refused_names") ? texts(json.getAsJsonArray("refused_names")) : List.of();
    }

    /** The upstreams by name. */
    public JsonObject upstreams() {
        if (json.has("upstreams")) return json.getAsJsonObject("upstreams");
        JsonObject one = new JsonObject();
        one.add("a", new JsonObject());
        return one;
    }

    String checkTarget() {
        return json.has("check_target") ? json.get("check_target").getAsString() : null;
    }

    /** The steps, in order. */
    public List<JsonObject> steps() {
        if (!json.has("steps")) return List.of(json);
        return StreamSupport.stream(json.getAsJsonArray("steps").spliterator(), false).map(JsonElement::getAsJsonObject).toList();
    }

    /** The texts of an array. */
    public static List<String> texts(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsString).toList();
    }

    @Override
    public String toString() {
        return id;
    }
}
