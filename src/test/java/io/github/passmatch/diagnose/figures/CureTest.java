package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.diagnose.explain.Outcome;
import io.github.passmatch.diagnose.status.About;
import io.github.passmatch.diagnose.status.Question;
import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a reason is shown, what helps stands beside it. */
@Timeout(60)
class CureTest {

    private static final String SAYS_CLOSE = "let the upstream keep its connections";
    private static final String TWO_OBSTACLES = "remove SetEnv proxy-nokeepalive (test.conf:1); and add enablereuse=on to the rule (test.conf:2)";

    @Test
    void eachReasonHasACure() {
        Stream<String> cures = Stream.of(Stream.of(LeaseVerdict.Reason.values()).map(Cure::of), Stream.of(ReleaseVerdict.Reason.values()).map(Cure::of),
                Stream.of(UpstreamFailure.Kind.values()).map(Cure::of)).flatMap(all -> all);
        cures.forEach(cure -> assertFalse(cure.isBlank() || cure.endsWith(".") || cure.contains("which the log names"), cure));
    }

    private static void everyView(String said, String rawAnswer, String path, String... directives) throws Exception {
        try (LogLines access = LogLines.only("passmatch.access"); RawUpstream upstream = RawUpstream.answering(rawAnswer, true)) {
            String[] lines = Stream.concat(Stream.of(directives), Stream.of("PassmatchAccessLog JSON")).map(line -> line.replace("{upstream}", upstream.authority())).toArray(String[]::new);
            try (ProxyUnderTest proxy = new ProxyUnderTest(lines)) {
                proxy.get(path);
                JsonObject line = JsonParser.parseString(access.await(1).get(0)).getAsJsonObject();
                assertTrue(line.get("hint").getAsString().contains(said), line::toString);
                ProxyConfig config = ProxyUnderTest.read(lines).config();
                Status status = new Status(java.time.Instant.now(), List.of(new Status.Row(proxy.telemetry().rules().get(0).rule(), java.util.Optional.of(proxy.telemetry().rules().get(0)), java.util.Optional.empty())),
                        List.of(), List.of(), Map.of(), proxy.telemetry().recent(), List.of(), new Reload(java.time.Instant.now(), "the test", Reload.Outcome.LOADED, "", List.of()), List.of(),
                        new About("test", java.time.Instant.now(), java.util.Optional.empty(), java.util.Optional.empty(), "everybody", List.of()));
                assertTrue(status.text().contains("what helps: ") && count(said, status.text()) >= 2, status::text);
                JsonObject json = JsonParser.parseString(status.json()).getAsJsonObject();
                assertTrue(json.getAsJsonArray("recent").get(0).getAsJsonObject().get("hint").getAsString().contains(said), json::toString);
                assertTrue(json.getAsJsonArray("rules").get(0).getAsJsonObject().get("hints").toString().contains(said), json::toString);
                String html = status.html(Question.of(null, null, null, config, Balancings.NONE, ""), java.util.Set.of());
                assertTrue(count(said, html) >= 2, html);
            }
        }
    }

    private static int count(String what, String text) {
        return text.split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }

    @Test
    void theCureStandsInEveryViewOfAnExchange() throws Exception {
        everyView(SAYS_CLOSE, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "/a", "ProxyPass /a http://{upstream}");
        everyView("raise responsefieldsize= on the rule", "HTTP/1.1 200 OK\r\nX: " + "x".repeat(9000) + "\r\n\r\n", "/a", "ProxyPass /a http://{upstream}");
        everyView("write https:// in the rule", "\u0015\u0003\u0003\0\2\2\50", "/a", "ProxyPass /a http://{upstream}");
        everyView("remove disablereuse=on, unless this is intended (test.conf:1)", RawUpstream.OK, "/a", "ProxyPass /a http://{upstream} disablereuse=on");
        everyView(TWO_OBSTACLES, RawUpstream.OK, "/a1", "SetEnv proxy-nokeepalive 0", "ProxyPassMatch ^/a(.*) http://{upstream}/$1");
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(delimiter = '|', textBlock = """
            SetEnv proxy-nokeepalive 0           | ProxyPassMatch ^/a(.*) http://h/$1                    | SetEnv proxy-nokeepalive is set; the URL contains a back-reference
            SetEnv force-proxy-request-1.0 1     | ProxyPassMatch ^/a(.*) http://h/$1                    | SetEnv force-proxy-request-1.0; the URL contains a back-reference
            SetEnv proxy-nokeepalive 0           | ProxyPass /a http://h/ disablereuse=on                | SetEnv proxy-nokeepalive is set; disablereuse=on
            SetEnv proxy-nokeepalive 0           | ProxyPassMatch ^/a(.*) http://h/$1 addressttl=0       | addressttl=0; SetEnv proxy-nokeepalive is set; the URL contains a back-reference
            SetEnv proxy-nokeepalive 0           | ProxyPassMatch ^/a(.*) http://h/$1 enablereuse=on     | SetEnv proxy-nokeepalive is set
            SetEnv proxy-nokeepalive 0           | ProxyPassMatch ^/a(.*) http://h$1x/ enablereuse=on    | host or port; SetEnv proxy-nokeepalive is set
            """)
    void everyObstacleToReuseIsNamedInTheOrderInWhichTheyDecide(String variable, String rule, String obstacles) throws Exception {
        ProxyConfig config = ProxyUnderTest.read(variable, rule).config();
        Explanation explanation = Explanation.of(config, ExplainedRequest.of("GET", "/a1", List.of()));
        String decision = config.rules().get(0).destination().orElseThrow().connections().reuse().toString();
        int from = 0;
        for (String obstacle : obstacles.split("; ")) {
            int at = decision.indexOf(obstacle, from);
            assertTrue(at >= from, obstacle + " in " + decision);
            from = at + 1;
        }
        assertEquals(obstacles.split("; ").length, decision.split("; also: ").length, decision);
        if (explanation.outcome() instanceof Outcome.Forwarded) assertTrue(explanation.text().contains(decision) && explanation.text().contains("what helps, if reuse is wanted: "), explanation::text);
    }

    @Test
    void checkNamesTheSecondObstacleToo() throws Exception {
        String problems = ProxyUnderTest.read("SetEnv proxy-nokeepalive 0", "ProxyPassMatch ^/a(.*) http://h/$1").problems().toString();
        assertTrue(problems.contains("proxy-nokeepalive") && problems.contains("the URL contains a back-reference ($)"), problems);
    }

    @Test
    void explainNamesWhatOneRequestAloneLacks() throws Exception {
        ProxyConfig config = ProxyUnderTest.read("SetEnvIf Request_URI x$ proxy-nokeepalive", "ProxyPass /a http://h/").config();
        assertTrue(Explanation.of(config, ExplainedRequest.of("GET", "/a/x", List.of())).text().contains("this request: proxy-nokeepalive or force-proxy-request-1.0 is set for this request; what helps: "));
        assertFalse(Explanation.of(config, ExplainedRequest.of("GET", "/a/y", List.of())).text().contains("this request: "));
    }
}
