package io.github.passmatch.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the {@code golden} files: what httpd 2.4.71 was observed to do. Texts hold {@code {upstream}} where host and port of the upstream belong, and
 * {@code {files}} where the directory of the files belongs that directives name.
 */
public record GoldenRow(String id, List<String> directives, Request request, Expect expect, Integer repeat, Reply upstreamResponse) {

    /** What the client sends; headers are pairs. */
    public record Request(String method, String target, String version, List<List<String>> headers, String body) { }

    /** What must come of it; {@code upstreamRequest} null: the upstream sees nothing. */
    public record Expect(Seen upstreamRequest, int clientStatus, List<List<String>> clientHeadersPresent, List<String> clientHeadersAbsent, String clientBody,
            Integer upstreamConnections) { }

    /** What the upstream must see. */
    public record Seen(String method, String target, List<List<String>> headersPresent, List<String> headersAbsent, String body) { }

    /** What the upstream answers, if not the default; {@code <silent>}: nothing for three seconds. */
    public record Reply(String raw, boolean close) { }

    private static final List<String> SOURCES = List.of("/golden.json", "/golden-clients.json", "/golden-redirect.json", "/golden-rewrite.json");
    private static final String FILES = Path.of("src/test/resources/golden-files").toAbsolutePath().toString();
    /** Stands before the directives of every row. */
    private static final String HOST = "ServerName proxy.example.com";
    private static final Gson GSON = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();

    /** All rows, in the order of the files. */
    public static List<GoldenRow> all() {
        return SOURCES.stream().flatMap(source -> read(source).stream()).toList();
    }

    /** The rows of the first file, and every fifth row of the others, which are more about decisions than about bytes: for a container in which each row is a webapp, which takes a quarter of a second to start. */
    public static List<GoldenRow> some() {
        List<GoldenRow> some = new ArrayList<>(read(SOURCES.get(0)));
        for (String source : SOURCES.subList(1, SOURCES.size())) {
            List<GoldenRow> rows = read(source);
            for (int i = 0; i < rows.size(); i += 5) some.add(rows.get(i));
        }
        return some;
    }

    private static List<GoldenRow> read(String source) {
        try (Reader in = new InputStreamReader(GoldenRow.class.getResourceAsStream(source), UTF_8)) {
            return List.of(GSON.fromJson(in, GoldenRow[].class));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How often the request is sent, each time on a connection of its own. */
    public int times() {
        return repeat == null ? 1 : repeat;
    }

    /** The whole configuration. */
    public String configuration(String upstream) {
        return HOST + "\n" + fill(String.join("\n", directives), upstream) + "\n";
    }

    /** The bytes that the client sends. */
    public String rawRequest(String upstream) {
        StringBuilder raw = new StringBuilder(request.method()).append(' ').append(request.target()).append(" HTTP/").append(request.version()).append("\r\n");
        for (List<String> field : request.headers()) raw.append(field.get(0)).append(": ").append(field.get(1)).append("\r\n");
        raw.append("\r\n").append(request.body() == null ? "" : request.body());
        return fill(raw.toString(), upstream);
    }

    /** The text with the upstream and the directory of the files. */
    public static String fill(String text, String upstream) {
        return text.replace("{upstream}", upstream).replace("{files}", FILES);
    }

    @Override
    public String toString() {
        return id;
    }
}
