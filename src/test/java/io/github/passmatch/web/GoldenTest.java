package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.config.ConfigException;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What httpd 2.4.71 was observed to do, row by row ({@code golden.json}); where we differ on purpose, what we do instead. */
class GoldenTest {

    private static final String HOST = "ServerName proxy.example.com";
    /** Not yet: the reason, by the beginning of the row's name. */
    private static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.ofEntries(
            Map.entry("bal-", "balancers"), Map.entry("reuse-balancer-match", "balancers"), Map.entry("reuse-rewrite-p", "departure 24: mod_rewrite is not ours"),
            Map.entry("order-location", "<Location>"), Map.entry("locationmatch", "<LocationMatch>"), Map.entry("rev-locationmatch-trap", "<LocationMatch>"),
            Map.entry("env-no-proxy", "SetEnvIf"), Map.entry("cookie-", "ProxyPassReverseCookie…"), Map.entry("override-", "ProxyErrorOverride"),
            Map.entry("short-url-loses-params", "upgrade="), Map.entry("resp-bad-header-ignore", "ProxyBadHeader"), Map.entry("upgrade-forwarded", "upgrade="), Map.entry("upgrade-any", "upgrade=")));
    /** Departure 9: these start on httpd and fail per request; here they do not start. */
    private static final Set<String> REFUSED_AT_START = Set.of("undefined-balancer", "unknown-scheme");
    /** Departure 25: refused by the container or by us, with any 4xx or 501. */
    private static final Set<String> REFUSED_SOMEHOW = Set.of("enc-nul", "map-encoded-slash-404", "body-te-unknown", "body-cl-duplicate", "enc-bad-escape");

    /** Jetty itself answers 400 to Upgrade without Connection: Upgrade; with it, the row must hold. */
    private static final Set<String> WITH_CONNECTION_UPGRADE = Set.of("hdr-hop-by-hop");

    /** What we do instead of what httpd does: the departure's number and the change to the row. */
    private record Departure(int number, String change) { }

    private static final Map<String, Departure> DEPARTURES = Map.ofEntries(
            Map.entry("reuse-match-short-url", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-other-lines-worker", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-absorbed", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-worker-shared-params", new Departure(1, "connection=close connections=2")),
            Map.entry("reuse-worker-shared-prefix", new Departure(1, "connection=close connections=2")),
            Map.entry("reuse-match-port-adjacent", new Departure(2, "connection=Keep-Alive connections=1")),
            Map.entry("map-glued-host", new Departure(3, "status=200 target=/a")),
            Map.entry("match-question-mark", new Departure(4, "target=/x?p=1&q=2")),
            Map.entry("url-query-in-directive", new Departure(4, "target=/x/a?k=v&z=1")),
            Map.entry("url-percent-in-directive", new Departure(5, "target=/x%20y/a")),
            Map.entry("match-literal-dollar-path", new Departure(6, "target=/x/$1")),
            Map.entry("match-escape-disables-append", new Departure(6, "target=/xy/a/z")),
            Map.entry("map-aes-nodecode-percent25", new Departure(7, "status=200 target=/x/a%25b")),
            Map.entry("resp-read-timeout", new Departure(10, "status=504")),
            Map.entry("resp-garbage-is-http09", new Departure(11, "status=502")),
            Map.entry("hdr-duplicates-merged", new Departure(15, "separate=X-A:1,X-A:2,Cookie:a=1,Cookie:b=2")),
            Map.entry("resp-vary-merged", new Departure(16, "client=Vary:A,Vary:B")),
            Map.entry("resp-date-format", new Departure(16, "client=Last-Modified:Monday; 01-Jan-01 00:00:00 GMT")),
            Map.entry("resp-range-sliced", new Departure(16, "status=200 body=hello client=Content-Length:5")),
            Map.entry("rev-prefix-no-boundary", new Departure(20, "client=Location:http://{upstream}/xyz")),
            Map.entry("rev-case-insensitive", new Departure(20, "client=Location:HTTP://{upstream}/X/foo")),
            Map.entry("body-limit-not-enforced", new Departure(27, "status=413 nothing")));

    private static int passed;
    private static int departed;
    private static int leftOut;

    @TestFactory
    Stream<DynamicTest> everyRowHolds() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element : rows()) {
            JsonObject row = element.getAsJsonObject();
            String id = row.get("id").getAsString();
            if (LEFT_OUT.keySet().stream().anyMatch(id::startsWith)) leftOut++;
            else tests.add(DynamicTest.dynamicTest(id, () -> run(id, row)));
        }
        return tests.stream();
    }

    @AfterAll
    static void tell() {
        System.out.printf("golden rows: %d run, %d as httpd, %d as a departure says, %d left out for later (%s)%n",
                passed + departed, passed, departed, leftOut, String.join(", ", new TreeSet<>(LEFT_OUT.values())));
    }

    private static JsonArray rows() throws IOException {
        try (Reader in = new InputStreamReader(GoldenTest.class.getResourceAsStream("/golden.json"), UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonArray();
        }
    }

    private static void run(String id, JsonObject row) throws Exception {
        JsonObject expect = row.getAsJsonObject("expect");
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = upstream(row, done)) {
            List<String> directives = new ArrayList<>(List.of(HOST));
            for (JsonElement line : row.getAsJsonArray("directives")) directives.add(fill(line.getAsString(), upstream));
            if (REFUSED_AT_START.contains(id)) {
                assertThrows(ConfigException.class, () -> ProxyUnderTest.read(directives.toArray(String[]::new)));
                departed++;
                return;
            }
            try (ProxyUnderTest proxy = new ProxyUnderTest(directives.toArray(String[]::new))) {
                RawClient.Answer answer = null;
                int repeat = row.has("repeat") ? row.get("repeat").getAsInt() : 1;
                String request = raw(row.getAsJsonObject("request"), upstream);
                if (WITH_CONNECTION_UPGRADE.contains(id)) request = request.replace("Connection: close", "Connection: close, Upgrade");
                for (int i = 0; i < repeat; i++) answer = proxy.ask(request);
                done.countDown();
                compare(id, expect, answer, upstream);
            } finally {
                done.countDown();
            }
        }
        if (DEPARTURES.containsKey(id) || REFUSED_SOMEHOW.contains(id)) departed++;
        else passed++;
    }

    private static RawUpstream upstream(JsonObject row, CountDownLatch done) throws IOException {
        if (!row.has("upstream_response")) return RawUpstream.answering(RawUpstream.OK, false);
        JsonObject response = row.getAsJsonObject("upstream_response");
        String raw = response.get("raw").getAsString();
        boolean close = response.get("close").getAsBoolean();
        return new RawUpstream(peer -> {
            for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
                // Who waits for an interim answer is given the final one, as the row says, and sends no body.
                if (head.field("Expect") != null) peer.note(head);
                else peer.readBody(head);
                if (raw.equals("<silent>")) done.await(3, TimeUnit.SECONDS);
                else peer.send(raw.replace("{upstream}", peer.localAuthority()));
                if (close) return;
            }
        });
    }

    private static String fill(String text, RawUpstream upstream) {
        return text.replace("{upstream}", upstream.authority());
    }

    private static String raw(JsonObject request, RawUpstream upstream) {
        StringBuilder raw = new StringBuilder(request.get("method").getAsString()).append(' ').append(fill(request.get("target").getAsString(), upstream))
                .append(" HTTP/").append(request.get("version").getAsString()).append("\r\n");
        for (JsonElement field : request.getAsJsonArray("headers"))
            raw.append(field.getAsJsonArray().get(0).getAsString()).append(": ").append(field.getAsJsonArray().get(1).getAsString()).append("\r\n");
        raw.append("\r\n");
        if (request.has("body") && !request.get("body").isJsonNull()) raw.append(request.get("body").getAsString());
        return raw.toString();
    }

    private static void compare(String id, JsonObject expect, RawClient.Answer answer, RawUpstream upstream) {
        assertNotNull(answer, "an answer");
        if (REFUSED_SOMEHOW.contains(id)) {
            assertTrue(answer.status() >= 400 && answer.status() < 500 || answer.status() == 501, () -> "status " + answer.status());
            assertEquals(List.of(), upstream.requests());
            return;
        }
        Changes changes = new Changes(DEPARTURES.containsKey(id) ? DEPARTURES.get(id).change() : "", upstream);
        assertEquals(changes.has("status") ? Integer.parseInt(changes.get("status")) : expect.get("client_status").getAsInt(), answer.status(), () -> answer.toString());
        compareUpstream(expect, changes, upstream);
        compareClient(expect, changes, answer, upstream);
        if (changes.has("connections")) assertEquals(Integer.parseInt(changes.get("connections")), upstream.connections(), "connections");
        else if (expect.has("upstream_connections")) assertEquals(expect.get("upstream_connections").getAsInt(), upstream.connections(), "connections");
    }

    private static void compareUpstream(JsonObject expect, Changes changes, RawUpstream upstream) {
        boolean nothing = changes.has("nothing") || expect.get("upstream_request").isJsonNull() && !changes.has("target");
        if (nothing) {
            assertEquals(List.of(), upstream.requests(), "the upstream must see nothing");
            return;
        }
        assertTrue(!upstream.requests().isEmpty(), "the upstream saw nothing");
        RawUpstream.Request seen = upstream.requests().get(upstream.requests().size() - 1);
        if (changes.has("target")) assertEquals(changes.get("target"), seen.target());
        if (expect.get("upstream_request").isJsonNull()) return;
        JsonObject wanted = expect.getAsJsonObject("upstream_request");
        assertEquals(wanted.get("method").getAsString(), seen.method());
        if (!changes.has("target")) assertEquals(wanted.get("target").getAsString(), seen.target());
        if (changes.has("separate")) {
            for (String pair : changes.get("separate").split(",")) assertTrue(seen.all(pair.split(":")[0]).contains(pair.split(":")[1]), () -> pair + " in " + seen.names());
        } else {
            for (JsonElement field : wanted.getAsJsonArray("headers_present")) {
                String name = field.getAsJsonArray().get(0).getAsString();
                String value = name.equals("Connection") && changes.has("connection") ? changes.get("connection") : fill(field.getAsJsonArray().get(1).getAsString(), upstream);
                assertEquals(List.of(value), seen.all(name), name);
            }
        }
        for (JsonElement name : wanted.getAsJsonArray("headers_absent")) assertEquals(List.of(), seen.all(name.getAsString()), name.getAsString());
        if (wanted.has("body") && !wanted.get("body").isJsonNull()) assertEquals(wanted.get("body").getAsString(), seen.body());
        assertTrue(seen.complete() || seen.field("Expect") != null, "the upstream got the whole body");
    }

    private static void compareClient(JsonObject expect, Changes changes, RawClient.Answer answer, RawUpstream upstream) {
        if (changes.has("client")) {
            Map<String, List<String>> wanted = new TreeMap<>();
            for (String pair : changes.get("client").split(","))
                wanted.computeIfAbsent(pair.substring(0, pair.indexOf(':')), name -> new ArrayList<>()).add(pair.substring(pair.indexOf(':') + 1).replace(';', ','));
            wanted.forEach((name, values) -> assertEquals(values, answer.all(name), name));
        } else if (!changes.has("status")) {
            Map<String, List<String>> wanted = new TreeMap<>();
            for (JsonElement field : expect.getAsJsonArray("client_headers_present"))
                wanted.computeIfAbsent(field.getAsJsonArray().get(0).getAsString(), name -> new ArrayList<>()).add(fill(field.getAsJsonArray().get(1).getAsString(), upstream));
            wanted.forEach((name, values) -> assertEquals(values, answer.all(name), name));
        }
        for (JsonElement name : expect.getAsJsonArray("client_headers_absent")) assertEquals(List.of(), answer.all(name.getAsString()), name.getAsString());
        if (changes.has("body")) assertEquals(changes.get("body"), answer.body());
        else if (expect.has("client_body") && !expect.get("client_body").isJsonNull() && !changes.has("status")) assertEquals(expect.get("client_body").getAsString(), answer.body());
    }

    /** {@code name=value} pairs with blanks between; a value may hold blanks if no {@code =} follows them. */
    private static final class Changes {
        private final Map<String, String> pairs = new TreeMap<>();

        Changes(String text, RawUpstream upstream) {
            if (text.isEmpty()) return;
            for (String pair : text.split(" (?=[a-z]+(=|$))")) {
                int equals = pair.indexOf('=');
                pairs.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : fill(pair.substring(equals + 1), upstream));
            }
        }

        boolean has(String name) {
            return pairs.containsKey(name);
        }

        String get(String name) {
            return pairs.get(name);
        }
    }
}
