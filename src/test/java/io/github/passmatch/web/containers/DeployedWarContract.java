package io.github.passmatch.web.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.CountingUpstream.Seen;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.WireClient;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the WAR does in every container: deployed untouched, as root and under a context path, rules named by an environment variable. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(30)
abstract class DeployedWarContract {

    private static final int UPLOAD_BYTES = 20 << 20;

    private final Container container;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private CountingUpstream upstream;
    private RunningContainer running;
    private Path rules;

    DeployedWarContract(Container container) {
        this.container = container;
    }

    @BeforeAll
    void deploy() throws Exception {
        upstream = new CountingUpstream();
        Path base = BuiltWar.workDirectory(container.name().toLowerCase(Locale.ROOT));
        rules = Files.writeString(base.resolve("rules.conf"), Rules.to(upstream) + Rules.ofPaths(upstream));
        running = container.start(base, Map.of("ROOT", BuiltWar.path(), "ctx", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), ContainerProcess.ownJdk());
    }

    @AfterAll
    void kill() {
        if (running != null) running.close();
        upstream.close();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + running.port() + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ctx"})
    void getIsForwarded(String context) throws Exception {
        HttpResponse<String> response = get(context + "/plain/get" + context);
        assertEquals(200, response.statusCode());
        assertEquals("hello", response.body());
        assertEquals(1, upstream.seen("/plain/get" + context).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ctx"})
    void chunkedUploadArrivesWhole(String context) throws Exception {
        byte[] body = new byte[UPLOAD_BYTES];
        new Random(1).nextBytes(body);
        HttpRequest request = HttpRequest.newBuilder(uri(context + "/plain/digest"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ctx"})
    void firstEventArrivesWhileTheStreamIsOpen(String context) throws Exception {
        String token = "sse" + context.replace('/', '-');
        HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(uri(context + "/plain/sse/" + token)).build(), BodyHandlers.ofInputStream());
        try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            assertEquals("data: first", assertTimeoutPreemptively(Duration.ofSeconds(10), events::readLine));
            upstream.release(token); // only now does the upstream go on
            assertEquals("", events.readLine());
            assertEquals("data: second", events.readLine());
            assertEquals(List.of(""), events.lines().toList());
        } finally {
            upstream.release(token);
        }
    }

    @ParameterizedTest(name = "{0}{1} is sent Connection: {3} on {4} of 3 connections")
    @CsvSource(delimiter = '|', textBlock = """
            ''   | /app/users/1001   | /users/1001       | close      | 3
            ''   | /kept/users/1002  | /users/1002       | Keep-Alive | 1
            ''   | /plain/users/1003 | /plain/users/1003 | Keep-Alive | 1
            /ctx | /app/users/1004   | /users/1004       | close      | 3
            /ctx | /kept/users/1005  | /users/1005       | Keep-Alive | 1
            /ctx | /plain/users/1006 | /plain/users/1006 | Keep-Alive | 1
            """)
    void connectionsAreReusedAsTheRuleSays(String context, String path, String upstreamPath, String connection, int connections) throws Exception {
        for (int i = 0; i < 3; i++) assertEquals(200, get(context + path).statusCode());
        List<Seen> seen = upstream.seen(upstreamPath);
        assertEquals(3, seen.size());
        assertEquals(Set.of(connection), seen.stream().map(request -> request.field("Connection").orElse("(none)")).collect(Collectors.toSet()));
        assertEquals(connections, seen.stream().map(Seen::connection).distinct().count());
    }

    /** {@code C} stands for the context path, {@code O} for the origin. */
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /rw/p/a%20b       | 200 | /rewritten/a%20b
            /rw/uri/x         | 200 | /uri/rw/uri/x
            /rw/pt/x          | 200 | /plain/pt/x
            /rw/r/x           | 301 | OC/to/x
            /rw/away/x        | 302 | http://n.example/rw/away/x
            /rw/the/x         | 302 | http://n.example/rw/the/x
            /rd/away/x        | 302 | http://n.example/r/x
            /rd/here/x        | 301 | OC/to/x
            /plain/section/x  | 200 | /section/plain/section/x
            /plain/away/x     | 302 | http://n.example/s
            /plain/denied/x   | 403 | ''
            /plain/%64enied/x | 403 | ''
            /own/denied       | 403 | ''
            /own/denied;v=1/x | 403 | ''
            /own/x/..;/denied | 403 | ''
            /own/x            | 404 | ''
            """)
    void redirectsRewritingAndAccessSeeThePathBelowTheContextPath(String path, int status, String result) throws Exception {
        for (String context : List.of("", "/ctx")) {
            String query = "?below=" + context;
            RawClient.Answer answer = RawClient.ask(running.port(), "GET " + context + path + query + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n");
            // A stock Jetty refuses some paths by itself.
            boolean refused = status == 403 && answer.status() == 400 && path.contains("/..;/");
            assertTrue(refused || status == answer.status(), () -> context + path + ": " + answer);
            String expected = result.replace("O", "http://www.example.org").replace("C", context) + query;
            if (status == 200) assertEquals(1, upstream.seen(expected).size(), expected);
            else assertEquals(result.isEmpty() ? null : expected, answer.field("Location"), context + path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ctx"})
    void statusPageIsThereForThisMachineAloneAndReadsTheRulesAgain(String context) throws Exception {
        HttpRequest.Builder page = HttpRequest.newBuilder(uri(context + "/passmatch-status")).header("Accept", "application/json");
        HttpResponse<String> shown = client.send(page.copy().build(), BodyHandlers.ofString());
        assertTrue(shown.statusCode() == 200 && shown.body().contains("\"pooled\": true"), shown.body());
        assertEquals(404, client.send(page.copy().header("X-Forwarded-For", "127.0.0.1").build(), BodyHandlers.ofString()).statusCode());
        Files.writeString(rules, "# moved\n" + Rules.to(upstream) + Rules.ofPaths(upstream));
        HttpResponse<String> reloaded = client.send(page.copy().POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertTrue(reloaded.statusCode() == 200 && reloaded.body().contains("6 rules in force, 6 with the connections they had"), reloaded.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ctx"})
    void unmatchedPathIsTheContainersOwn404(String context) throws Exception {
        assertEquals(404, get(context + "/nothing/here").statusCode());
        assertEquals(List.of(), upstream.seen("/nothing/here"));
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({"'',/plain/cut-chunks", "'',/plain/cut-length", "/ctx,/plain/cut-chunks", "/ctx,/plain/cut-length"})
    void bodyThatTheUpstreamCutIsSeenAsCut(String context, String path) throws Exception {
        try (WireClient wire = new WireClient(running.port())) {
            wire.get(context + path);
            Rules.assertCut(wire);
        }
    }

    @Test
    void eachWayOfConfiguringWorksAndABadOneIsRefusedWithItsPlace() throws Exception {
        Path base = BuiltWar.workDirectory(container.name().toLowerCase(Locale.ROOT) + "-config");
        Map<String, Path> webapps = ConfiguredWars.make(base, upstream);
        try (RunningContainer other = container.start(base, webapps, Map.of(), ContainerProcess.ownJdk())) {
            for (String context : webapps.keySet()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + other.port() + "/" + context + "/plain/by-" + context)).build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                assertEquals(!context.equals(ConfiguredWars.BROKEN), response.statusCode() == 200, context + " answered " + response.statusCode());
            }
            HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:" + other.port() + "/file/page.txt")).build();
            assertEquals("the webapp's own", client.send(page, BodyHandlers.ofString()).body());
            String log = other.stop();
            assertTrue(log.contains("proxy.conf:2:" + (ConfiguredWars.BAD_LINE.indexOf("enableuse") + 1) + ": error: unknown parameter \"enableuse\""), log);
            assertTrue(log.contains("did you mean \"enablereuse\"?"), log);
            assertNoLeak(log);
        }
    }

    @Test
    void stopLeavesNothingBehind() throws Exception {
        Path base = BuiltWar.workDirectory(container.name().toLowerCase(Locale.ROOT) + "-stop");
        Path rules = Files.writeString(base.resolve("rules.conf"), Rules.to(upstream));
        try (RunningContainer other = container.start(base, Map.of("ctx", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), ContainerProcess.ownJdk())) {
            for (String path : List.of("/app/users/2001", "/kept/users/2002", "/plain/users/2003", "/plain/bytes/1000000", "/plain/cut-chunks")) {
                try (WireClient wire = new WireClient(other.port())) {
                    wire.send("GET /ctx" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").rest();
                }
            }
            for (int i = 0; i < 2; i++) {
                try (WireClient wire = new WireClient(other.port())) {
                    String answer = wire.send("POST /ctx/passmatch-status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").rest();
                    assertTrue(answer.contains("loaded"), answer);
                }
            }
            assertNoLeak(other.stop());
        }
    }

    private static void assertNoLeak(String log) {
        for (String sign : List.of("appears to have started a thread", "created a ThreadLocal", "memory leak", "did not stop")) {
            assertFalse(log.contains(sign), "\"" + sign + "\" in:\n" + log);
        }
    }
}
