package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient.Answer;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see the status page, in which forms, and what it tells. Whoever may not see it is answered by the upstream. */
@Timeout(60)
class StatusPageTest {

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\n" + fields.replace(";", "\r\n") + "\r\nConnection: close\r\n\r\n";
    }

    private static RawUpstream upstream() throws Exception {
        return RawUpstream.answering(RawUpstream.OK, false);
    }

    @ParameterizedTest(name = "{0}: {1}{2} is shown: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost:8080                              | true
            PassmatchStatus On                                        | /passmatch-status/ | Host: 127.0.0.1                                   | true
            PassmatchStatus On                                        | /passmatch-status?x| Host: [::1]:80                                    | true
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost;X-Forwarded-For: 127.0.0.1        | false
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost;x-forwarded-host: localhost       | false
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost;Forwarded: for=127.0.0.1          | false
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost;Via: 1.1 x                        | false
            PassmatchStatus On                                        | /passmatch-status  | Host: localhost;X-Real-IP: 127.0.0.1              | false
            PassmatchStatus On                                        | /passmatch-status  | Host: rebound.example.org                         | false
            PassmatchStatus On                                        | /passmatch-status  | Host: 127.0.0.1.example.org                       | false
            ServerName proxy.example.org                              | /passmatch-status  | Host: proxy.example.org                           | true
            PassmatchStatus On                                        | /passmatch-status/x| Host: localhost                                   | false
            PassmatchStatus On                                        | /Passmatch-Status  | Host: localhost                                   | false
            PassmatchStatus Off                                       | /passmatch-status  | Host: localhost                                   | false
            PassmatchStatus /a/status                                 | /a/status          | Host: localhost                                   | true
            PassmatchStatus /a/status                                 | /passmatch-status  | Host: localhost                                   | false
            PassmatchStatusAllow Off                                  | /passmatch-status  | Host: localhost                                   | false
            PassmatchStatusAllow 10.0.0.0/8                           | /passmatch-status  | Host: localhost                                   | false
            PassmatchStatusAllow 127.0.0.0/8                          | /passmatch-status  | Host: localhost                                   | true
            PassmatchStatusAllow 127.0.0.0/8                          | /passmatch-status  | Host: localhost;Via: 1.1 x                        | false
            PassmatchStatusAllow token 0123456789abcdef               | /passmatch-status  | Host: localhost                                   | false
            PassmatchStatusAllow token 0123456789abcdef               | /passmatch-status  | Host: x.org;Via: 1.1 x;Authorization: Bearer 0123456789abcdef | true
            PassmatchStatusAllow token 0123456789abcdef               | /passmatch-status  | Host: x.org;Authorization: Basic eDowMTIzNDU2Nzg5YWJjZGVm     | true
            PassmatchStatusAllow token 0123456789abcdef               | /passmatch-status  | Host: x.org;Authorization: Bearer 0123456789abcdeg | false
            PassmatchStatusAllow token 0123456789abcdef               | /passmatch-status  | Host: x.org;Authorization: Basic %%%              | false
            PassmatchStatusAllow All                                  | /passmatch-status  | Host: x.org;Via: 1.1 x                            | true
            """)
    void whoMayNotSeeItIsAnsweredAsIfThereWereNone(String directive, String target, String fields, boolean shown) throws Exception {
        try (RawUpstream upstream = upstream(); ProxyUnderTest proxy = new ProxyUnderTest(directive, "ProxyPass / http://" + upstream.authority() + "/")) {
            Answer answer = proxy.ask(get(target, fields));
            assertEquals(200, answer.status());
            assertEquals(shown, answer.field("Content-Security-Policy") != null, answer::toString);
            assertEquals(shown ? 0 : 1, upstream.requests().size());
            if (!shown) assertEquals("ok", answer.body());
        }
    }

    @Test
    void aWebappCannotHaveAnAddressForItsStatusPage() {
        Exception refusal = assertThrows(Exception.class, () -> new ProxyUnderTest("PassmatchStatusListen 9090", "ProxyPass / http://127.0.0.1:1/").close());
        assertTrue(refusal.toString().contains("PassmatchStatusListen needs java -jar"), refusal::toString);
    }

    /** In a webapp, the filter answers the probes. */
    @ParameterizedTest
    @CsvSource({"live", "ready"})
    void probesAreAnsweredToEverybody(String probe) throws Exception {
        try (RawUpstream upstream = upstream(); ProxyUnderTest proxy = new ProxyUnderTest("PassmatchStatusAllow Off", "ProxyPass / http://" + upstream.authority() + "/")) {
            Answer answer = proxy.ask(get("/passmatch-status/" + probe, "Host: x.org;Via: 1.1 x"));
            assertEquals(200, answer.status());
            assertEquals(probe + "\n", answer.body());
            Answer other = proxy.ask(get("/passmatch-status/" + probe, "Host: x.org;Content-Length: 0").replaceFirst("GET", "POST"));
            assertEquals("405 GET, HEAD", other.status() + " " + other.field("Allow"));
            assertEquals(0, upstream.requests().size());
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({"GET,evil.example,false", "POST,evil.example,false", "GET,x.a.example,false", "GET,b.example,true", "GET,a.example,true", "GET,y.c.example,false"})
    void aPatternIsNoNameOfOurs(String method, String host, boolean shown) throws Exception {
        try (RawUpstream upstream = upstream();
             ProxyUnderTest proxy = new ProxyUnderTest("<VirtualHost *:80>", "ServerName a.example", "ServerAlias * *.a.example b.example ?.c.example",
                     "ProxyPass / http://" + upstream.authority() + "/", "</VirtualHost>")) {
            Answer answer = proxy.ask(method + " /passmatch-status HTTP/1.1\r\nHost: " + host + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertEquals(shown, answer.field("Content-Security-Policy") != null, answer::toString);
            assertEquals(shown ? 0 : 1, upstream.requests().size());
        }
    }

    @Test
    void underAContextPathTheLogNamesTheWholePathAndExplainTakesWhatABrowserShows() throws Exception {
        try (RawUpstream upstream = upstream(); LogLines log = new LogLines("passmatch");
             ProxyUnderTest proxy = new ProxyUnderTest("/gw", (jakarta.servlet.http.HttpServlet) null, "ProxyPass /a http://" + upstream.authority() + "/b")) {
            log.await("context path: /gw;");
            log.await("status page: /gw/passmatch-status, for clients on this machine");
            for (String url : new String[] {"http://www.example.org/gw/a/c", "/gw/a/c", "/a/c"}) {
                String text = proxy.ask(get("/gw/passmatch-status?url=" + url, "Host: localhost")).body();
                assertTrue(text.contains("forwarded to http://" + upstream.authority() + "/b/c"), text);
            }
            assertEquals(400, proxy.ask(get("/gw/passmatch-status?url=http://www.example.org/a/c", "Host: localhost")).status());
        }
    }

    @Test
    void aProxyThatSpeaksHttp10AndTellsNothingSeesNothing() throws Exception {
        try (RawUpstream upstream = upstream(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/")) {
            assertEquals("ok", proxy.ask("GET /passmatch-status HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n").body());
        }
    }

    @Test
    void withoutARuleWhoMayNotSeeItGetsTheChains404() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("PassmatchStatus Off")) {
            assertEquals(404, proxy.ask(get("/passmatch-status", "Host: localhost")).status());
        }
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''           | text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | text/html;charset=utf-8
            ''           | */*                                                     | text/plain;charset=utf-8
            ''           | application/json                                        | application/json
            ''           | text/plain                                              | text/plain;charset=utf-8
            ''           | application/json;q=0.5, text/html;q=0.4                 | application/json
            ''           | text/html;q=0, application/json;q=0.1                   | application/json
            ''           | image/png                                               | text/plain;charset=utf-8
            ''           | application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | text/plain;version=0.0.4;charset=utf-8
            ?format=json | text/html                                               | application/json
            ?format=prometheus | text/html                                         | text/plain;version=0.0.4;charset=utf-8
            """)
    void theFormIsTheOneThatIsAskedFor(String query, String accept, String contentType) throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a !")) {
            Answer answer = proxy.ask(get("/passmatch-status" + query, "Host: localhost;Accept: " + accept.replace(";", "\u0001")).replace("\u0001", ";"));
            assertEquals(200, answer.status());
            assertEquals(contentType, answer.field("Content-Type").replace("; ", ";").toLowerCase(Locale.ROOT));
            assertEquals("no-store", answer.field("Cache-Control"));
        }
    }

    @Test
    void itTellsTheVerdictOfEachRuleAndWhatWasCounted() throws Exception {
        try (RawUpstream upstream = upstream();
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /kept http://" + upstream.authority(), "ProxyPassMatch ^/users/(.*) http://" + upstream.authority() + "/$1",
                     "ProxyPass /dead http://127.0.0.1:1")) {
            for (String path : new String[] {"/kept/1", "/kept/2", "/kept/3", "/users/1", "/users/2", "/dead"}) {
                proxy.get(path);
                proxy.awaitNothingLeased();
            }
            JsonObject status = json(proxy);
            while (status.getAsJsonArray("recent").size() < 6) status = json(proxy);     // the client may be faster than what is noted of it
            JsonObject kept = status.getAsJsonArray("rules").get(0).getAsJsonObject();
            JsonObject users = status.getAsJsonArray("rules").get(1).getAsJsonObject();
            JsonObject dead = status.getAsJsonArray("rules").get(2).getAsJsonObject();
            assertTrue(kept.get("pooled").getAsBoolean());
            assertEquals(2, kept.getAsJsonObject("leases").get("reused").getAsInt());
            assertEquals(2.0 / 3, kept.get("reuseRatio").getAsDouble(), 1e-9);
            assertEquals(1, kept.get("idle").getAsInt());
            assertFalse(users.get("pooled").getAsBoolean());
            assertTrue(users.get("why").getAsString().contains("write enablereuse=on"), users::toString);
            assertEquals(2, users.getAsJsonObject("leases").get("rule").getAsInt());
            JsonObject failure = dead.getAsJsonArray("lastFailures").get(0).getAsJsonObject();
            assertEquals("CONNECT", failure.get("phase").getAsString());
            assertEquals(503, failure.get("status").getAsInt());
            assertEquals(6, status.getAsJsonArray("recent").size());
            assertEquals("[fine, fine, failing]", List.of(condition(kept), condition(users), condition(dead)).toString());
            assertEquals(3, kept.getAsJsonObject("latest").get("requests").getAsInt());
            assertEquals("rule", users.getAsJsonObject("latest").get("mainReason").getAsString());
            assertEquals(1, dead.getAsJsonArray("hour").get(0).getAsJsonObject().get("failed").getAsInt());
            assertEquals("back-reference", status.getAsJsonArray("findings").get(0).getAsJsonObject().get("id").getAsString());
            String text = proxy.ask(get("/passmatch-status", "Host: localhost")).body();
            assertTrue(text.contains("pooled: the default for a URL without back-reference") && text.contains("reused: 67 % of 3") && text.contains("refused (connect)"), text);
            String prometheus = proxy.ask(get("/passmatch-status?format=prometheus", "Host: localhost")).body();
            assertTrue(prometheus.contains("passmatch_connections_reused_total{line=\"test.conf:1\",rule=\"1\"} 2.0"), prometheus);
        }
    }

    private static String condition(JsonObject rule) {
        return rule.get("condition").getAsString();
    }

    @Test
    void aRequestThatHangsIsShownWithItsPhaseUntilItIsOver() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
            while (peer.read() != null) {
                go.await();
                peer.send(RawUpstream.OK);
            }
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " max=1")) {
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> ask(proxy, "/a/1"), task -> new Thread(task).start());
            while (!phases(proxy).equals("[HEAD]")) Thread.onSpinWait();
            CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> ask(proxy, "/a/2"), task -> new Thread(task).start());
            while (!phases(proxy).equals("[HEAD, ACQUIRE]")) Thread.onSpinWait();
            assertEquals("waiting", condition(json(proxy).getAsJsonArray("rules").get(0).getAsJsonObject()));
            String page = proxy.ask(get("/passmatch-status", "Host: localhost;Accept: text/html")).body();
            assertTrue(page.contains("GET /a/1") && page.contains("waiting for the response") && page.contains("waiting for a free connection"), page);
            go.countDown();
            assertEquals("200 200", first.get().status() + " " + second.get().status());
            while (!phases(proxy).equals("[]")) Thread.onSpinWait();
        }
    }

    private static Answer ask(ProxyUnderTest proxy, String path) {
        try {
            return proxy.ask(get(path, "Host: localhost"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the requests in progress, the oldest first. */
    private static String phases(ProxyUnderTest proxy) throws Exception {
        return json(proxy).getAsJsonArray("openRequests").asList().stream().map(request -> request.getAsJsonObject().get("phase").getAsString()).toList().toString();
    }

    private static JsonObject json(ProxyUnderTest proxy) throws Exception {
        return JsonParser.parseString(proxy.ask(get("/passmatch-status?format=json", "Host: localhost")).body()).getAsJsonObject();
    }

    @Test
    void aPageWithManyRulesHasOnlyTheDetailsOfOpenedRows() throws Exception {
        String[] rules = IntStream.range(0, 150).mapToObj(i -> "ProxyPass /r" + i + "/ http://127.0.0.1:1/r" + i + "/").toArray(String[]::new);
        try (ProxyUnderTest proxy = new ProxyUnderTest(rules)) {
            String page = proxy.ask(get("/passmatch-status", "Host: localhost;Accept: text/html")).body();
            assertTrue(page.contains("id=\"rule-150\"") && page.contains("href=\"?rule=rule-150#rule-150\"") && !page.contains("more-rule-"), page);
            String opened = proxy.ask(get("/passmatch-status?rule=rule-150&rule=%22%3E%3Cb%3E", "Host: localhost;Accept: text/html")).body();
            assertTrue(opened.contains("id=\"more-rule-150\"") && !opened.contains("more-rule-1\"") && !opened.contains("<b>"), opened);
        }
    }

    @Test
    void textOfStrangersIsEscapedAndNothingIsLoadedFromElsewhere() throws Exception {
        try (RawUpstream upstream = upstream(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            proxy.get("/a/<script>alert(1)</script>\"'&");
            Answer answer = proxy.ask(get("/passmatch-status?url=%3C/textarea%3E%3Cscript%3E&method=%22%3E%3Cimg%20src=x%3E&headers=%3C/textarea%3E%3Cb%3E", "Host: localhost;Accept: text/html"));
            assertEquals(1, answer.body().split("<script", -1).length - 1, answer::body);
            assertEquals(1, answer.body().split("</textarea", -1).length - 1);
            assertFalse(answer.body().contains("<img") || answer.body().contains("<b>") || answer.body().contains("onclick") || answer.body().contains("style=\""), answer::body);
            assertFalse(answer.body().contains("http://") && answer.body().contains("src=\""));
            assertTrue(answer.field("Content-Security-Policy").startsWith("default-src 'none'; style-src 'sha256-"));
        }
    }

    @Test
    void aQuestionIsAnsweredInEveryForm() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPassMatch ^/users/([0-9]+)$ http://app:1323/u/$1")) {
            String question = "?method=GET&url=/users/7&headers=X-A:%20b";
            for (String format : new String[] {"", "&format=json", "&format=html"}) {
                Answer answer = proxy.ask(get("/passmatch-status" + question + format, "Host: localhost"));
                assertTrue(answer.body().contains("http://app:1323/u/7") && answer.body().contains("enablereuse=on"), answer::body);
            }
            assertEquals(400, proxy.ask(get("/passmatch-status?url=nonsense", "Host: localhost")).status());
            assertEquals(400, proxy.ask(get("/passmatch-status?url=/a&headers=nonsense", "Host: localhost")).status());
        }
    }

    private static String post(String fields) {
        return "POST /passmatch-status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n" + fields + "\r\n";
    }

    @Test
    void postReadsTheConfigurationAgainAndTellsWhatBecameOfIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("proxy.conf"), "ProxyPass /a !");
        try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
            assertEquals(200, proxy.ask(post("")).status());
            Files.writeString(file, "ProxyPass /a http://h/ enableuse=on");
            Answer refused = proxy.ask(post(""));
            assertEquals(409, refused.status());
            assertTrue(refused.body().contains("proxy.conf:1:24: error: unknown parameter \"enableuse\""), refused::body);
            Answer html = proxy.ask(post("Accept: text/html\r\nOrigin: http://localhost\r\n"));
            assertEquals(303, html.status());
            assertEquals("/passmatch-status", html.field("Location").replaceFirst("^http://[^/]*", ""));
            assertTrue(proxy.ask(get("/passmatch-status?format=html", "Host: localhost")).body().contains("unknown parameter"));
            assertEquals(403, proxy.ask(post("Origin: http://evil.example.org\r\n")).status());
            assertEquals(403, proxy.ask(post("Sec-Fetch-Site: cross-site\r\n")).status());
            assertEquals(403, proxy.ask(post("Origin: null\r\n")).status());
            assertNull(proxy.ask(post("X-Forwarded-For: 127.0.0.1\r\n")).field("Content-Security-Policy"));
            Answer other = proxy.ask("DELETE /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertEquals(405, other.status());
            assertNull(proxy.ask("HEAD /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").field("Allow"));
        }
    }
}
