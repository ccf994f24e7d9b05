package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same requests as sent to httpd 2.4.71 leave the same lines, in each format, except for the differences in golden-log-departures.json: own pages, file names, and requests that the server refuses before the filter. */
@Timeout(120)
class GoldenLogTest {

    /** A request, or several on one connection, with the lines that httpd wrote: one for each format. */
    private record Row(String name, String send, List<List<String>> lines) { }

    private record Golden(List<String> formats, String config, List<Row> rows) { }

    /** Formats whose values differ in all rows: a dash, because a servlet container does not tell. */
    private static final List<String> MISSING = List.of("%k", "%L %{c}L");

    private static <T> T read(String name, TypeToken<T> type) throws IOException {
        try (Reader in = new InputStreamReader(GoldenLogTest.class.getResourceAsStream("/" + name), UTF_8)) {
            return new Gson().fromJson(in, type);
        }
    }

    private static RawUpstream upstream() throws IOException {
        return new RawUpstream(peer -> {
            for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                String target = request.target();
                boolean empty = target.contains("/empty");
                String status = empty ? "204 No Content" : target.contains("/moved") ? "302 Found" : target.contains("/broken") ? "500 Internal Server Error" : "200 OK";
                String body = empty ? "" : target.contains("/broken") ? "oops!!" : "hello";
                peer.send("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Two: a\r\nX-Two: b\r\nSet-Cookie: s=1; Path=/\r\nSet-Cookie: t=2\r\nX-Odd: q\"\\\u00e4\t\r\n"
                        + (empty ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + (request.method().equals("HEAD") ? "" : body));
            }
        });
    }

    private static void send(int port, String raw) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }
    }

    /** A line is written after the client has the response: the line of the next request could come first. */
    private static void awaitLines(Path log, int lines) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.readAllLines(log, ISO_8859_1).size() < lines && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
    }

    @Test
    void eachFormatGivesTheLineOfHttpd(@TempDir Path folder) throws Exception {
        Golden golden = read("golden-log.json", TypeToken.get(Golden.class));
        Map<String, String> found = new TreeMap<>();
        try (RawUpstream upstream = upstream()) {
            StringBuilder config = new StringBuilder("ServerRoot " + folder + "\nServerName main.example\n" + golden.config().replace("$UP", String.valueOf(upstream.port())));
            for (int i = 0; i < golden.formats().size(); i++) config.append("CustomLog ").append(i).append(" \"").append(golden.formats().get(i).replace("\\", "\\\\").replace("\"", "\\\"")).append("\"\n");
            StandaloneServer server = new StandaloneServer(ConfigReader.read(new ConfigSource("test.conf", config.toString()), Map.of()), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
            server.start();
            int port = server.port();
            int sent = 0;
            for (Row row : golden.rows()) {
                send(port, row.send().replace("$PORT", String.valueOf(port)).replace("$UP", String.valueOf(upstream.port())));
                sent += row.lines().size();
                awaitLines(folder.resolve("0"), sent);
            }
            server.stop();
            List<List<String>> columns = new ArrayList<>();
            for (int i = 0; i < golden.formats().size(); i++) columns.add(Files.readAllLines(folder.resolve(String.valueOf(i)), ISO_8859_1));
            int line = 0;
            for (Row row : golden.rows()) for (List<String> expected : row.lines()) {
                for (int i = 0; i < expected.size(); i++) {
                    String written = line < columns.get(i).size() ? columns.get(i).get(line).replace(String.valueOf(upstream.port()), "$UP").replace(String.valueOf(port), "$PORT") : "(no line)";
                    if (!written.equals(expected.get(i)) && !MISSING.contains(golden.formats().get(i))) found.put(row.name() + ": " + golden.formats().get(i), written);
                }
                line++;
            }
        }
        assertEquals(lines(read("golden-log-departures.json", new TypeToken<TreeMap<String, String>>() { })), lines(found));
    }

    private static String lines(Map<String, String> cells) {
        StringBuilder out = new StringBuilder();
        cells.forEach((cell, value) -> out.append(cell).append(" = ").append(value).append('\n'));
        return out.toString();
    }
}
