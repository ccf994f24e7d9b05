package io.github.passmatch.diagnose.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.diagnose.status.Question;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One request on paper: what is told is what happens. */
@Timeout(60)
class ExplanationTest {

    private static Explanation explain(String url, String... directives) throws ConfigException {
        return Explanation.of(ProxyUnderTest.read(directives).config(), ExplainedRequest.of("GET", url, List.of()));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /app http://h/               | /other   | /other does not begin with /app
            ProxyPass /app/one http://h/           | /app/two | /app/two differs from /app/one after "/app/"
            ProxyPass /app/one http://h/           | /app/o   | /app/o is shorter than /app/one: "ne" is missing
            ProxyPass /app http://h/               | /apple   | /app matches whole path segments only, and in /apple it is followed by "le"
            ProxyPass /app http://h/               | /app/x   | matches
            ProxyPass /app !                       | /app/x   | matches: not proxied
            ProxyPassMatch ^/a$ http://h/          | /b       | the regular expression does not match /b
            ProxyPass /app http://h/               | /app/%2F | matches, and the request is refused with 404 (own:encoded-slash): the path contains %2F and AllowEncodedSlashes is Off
            """)
    void everyRuleSaysWhyItDidOrDidNotMatch(String rule, String url, String why) throws Exception {
        assertEquals(List.of(why), explain(url, rule).tried().stream().map(TriedRule::why).toList());
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            http://h.example/gw/app/x   | /gw | forwarded to http://up/x
            http://h.example//gw/app/x  | /gw | forwarded to http://up/x
            http://h.example/gw         | /gw | not proxied: no rule matches; the request continues in the filter chain (java -jar: 404)
            /gw/app/x                   | /gw | forwarded to http://up/x
            /app/x                      | /gw | forwarded to http://up/x
            http://h.example/app/x      | /gw | /app/x is not below the context path /gw, so the request does not reach this application
            http://h.example/gwx/app/x  | /gw | /gwx/app/x is not below the context path /gw, so the request does not reach this application
            http://h.example/app/x      | ''  | forwarded to http://up/x
            """)
    void aUrlMayBeginWithTheContextPathAsInABrowser(String url, String contextPath, String sentence) throws Exception {
        Question question = Question.of("GET", url, "", ProxyUnderTest.read("ProxyPass /app/ http://up/").config(), Balancings.NONE, contextPath);
        assertEquals(sentence, question.answer().orElseThrow().sentence());
    }

    @Test
    void rulesAreListedInTheOrderOfTryingUpToTheOneThatDecides() throws Exception {
        Explanation explanation = explain("/a/b", "ProxyPass /x http://h1/", "ProxyPassMatch ^/a/(.)(z)?$ http://h2/$1", "ProxyPass /a http://h3/",
                "ProxyPass /m http://h4/ mapping=encoded", "<Location /a>", "ProxyPass http://h5:99/y", "</Location>");
        assertEquals(List.of("4 - false", "5 <Location /a> true"), explanation.tried().stream().map(a -> a.rule().number() + " " + a.section().orElse("-") + " " + a.matches()).toList());
        Explanation other = explain("/a/b", "ProxyPass /x http://h1/", "ProxyPassMatch ^/a/(.)(z)?$ http://h2/$1", "ProxyPass /a http://h3/", "ProxyPass /m http://h4/ mapping=encoded");
        assertEquals(List.of(4, 1, 2), other.tried().stream().map(a -> a.rule().number()).toList());
        assertEquals(List.of("/a/b", "b", ""), other.tried().get(2).captures());
        assertEquals("forwarded to http://h2/b", other.outcome().sentence());
    }

    @ParameterizedTest(name = "{0}: {1} = {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a http://h/ timeout=5                                    | timeout | 5s       | test.conf:1 ProxyPass
            ProxyPass /a http://h/ \\n ProxySet http://h/ timeout=6             | timeout | 6s       | test.conf:2 ProxySet http://h/
            <Proxy http://h/> \\n ProxySet max=6 \\n </Proxy> \\n ProxyPass /a http://h/ | max | 6   | test.conf:2 ProxySet http://h/
            ProxySet http://h/ timeout=6 \\n ProxyPass /a http://h/ timeout=7   | timeout | 7s       | test.conf:2 ProxyPass
            ProxyTimeout 8 \\n ProxyPass /a http://h/                           | timeout | 8s       | test.conf:1 ProxyTimeout
            Timeout 9 \\n ProxyPass /a http://h/                                | timeout | 9s       | test.conf:1 Timeout
            Timeout 9 \\n ProxyPass /a http://h/                                | acquire | 9s       | as timeout
            ProxyPass /a http://h/                                              | timeout | 60s      | default
            ProxyPass /a http://h/ acquire=300                                  | acquire | 300ms    | test.conf:1 ProxyPass
            ProxyPass /a http://h/                                              | max     | no limit | default
            ProxyIOBufferSize 4096 \\n ProxyPass /a http://h/                   | iobuffersize | 4096 | test.conf:1 ProxyIOBufferSize
            ProxyPass /a http://h/ nocanon                                      | nocanon | on       | test.conf:1 ProxyPass
            """)
    void everyParameterTellsWhereItWasSaid(String lines, String name, String value, String origin) throws Exception {
        Outcome.Forwarded forwarded = (Outcome.Forwarded) explain("/a", lines.split(" *\\\\n *")).outcome();
        assertEquals(new EffectiveParameter(name, value, origin), forwarded.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst().orElseThrow());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPassMatch ^/a/(.*) http://{upstream}/$1
            ProxyPass /a http://{upstream}/x ping=5
            ProxyPreserveHost On \\n ProxyVia Full \\n ProxyPass /a http://{upstream}/
            PassmatchForwarded Both \\n ProxyAddHeaders Off \\n ProxyPass /a http://{upstream}/
            SetEnv proxy-nokeepalive 1 \\n RequestHeader set X-Id "%s" \\n RequestHeader unset Cookie \\n ProxyPass /a http://{upstream}/
            <Location /a> \\n SetEnv force-proxy-request-1.0 1 \\n </Location> \\n ProxyPass /a http://{upstream}/
            """)
    void theUpstreamSeesWhatWasExplained(String lines) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            String[] directives = ("ServerName proxy.example.com \\n " + lines.replace("{upstream}", upstream.authority())).split(" *\\\\n *");
            try (ProxyUnderTest proxy = new ProxyUnderTest(directives)) {
                proxy.ask("GET /a/%7Eb%20c?q=1 HTTP/1.1\r\nHost: www.example.org:8080\r\nCookie: a=b\r\nX-One: 1\r\nConnection: close, X-One\r\nTE: trailers\r\n\r\n");
            }
            List<Field> fields = List.of(new Field("Cookie", "a=b"), new Field("X-One", "1"), new Field("Connection", "close, X-One"), new Field("TE", "trailers"));
            Explanation explanation = Explanation.of(ProxyUnderTest.read(directives).config(), ExplainedRequest.of("GET", "http://www.example.org:8080/a/%7Eb%20c?q=1", fields));
            assertEquals(head(upstream.requests().get(0)), ((Outcome.Forwarded) explanation.outcome()).head());
        }
    }

    private static String head(RawUpstream.Request request) {
        return request.requestLine() + "\r\n" + request.fields().stream().map(field -> field[0] + ": " + field[1] + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a http://h/            | /b    | not proxied: no rule matches; the request continues in the filter chain (java -jar: 404)
            ProxyPass /a !                    | /a    | not proxied: an exclusion (!) matches; the request continues in the filter chain (java -jar: 404)
            SetEnv no-proxy 1 \\n ProxyPass /a http://h/ | /a | not proxied: the variable no-proxy is set
            ProxyPass /a http://h/ status=+D  | /a    | answered with 503: the rule is switched off by status=
            ProxyPassMatch ^/(.*) http://$1/  | /a_%5B | answered with 400 (own:captured-authority): the captured text is not a valid host; what helps: change the regular expression of the rule so that it matches only valid hosts and ports
            ProxyPass /a http://h/            | /a%zz | answered with 400 (own:bad-target): broken percent-escape in the path; what helps: make the client percent-encode the character (RFC 3986 §2.1)
            """)
    void whatIsNotForwardedSaysWhy(String lines, String url, String sentence) throws Exception {
        assertEquals(sentence, explain(url, lines.split(" *\\\\n *")).outcome().sentence());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPass /App http://h/                            | /app/x          | /App/x (in the upper and lower case of the rule) would be taken by rule 1 (test.conf:1)
            ProxyPass /app/ http://h/                           | /app            | /app/ (with a slash at the end) would be taken by rule 1 (test.conf:1)
            ProxyPassMatch ^/app$ http://h/                     | /app/           | /app (without the slash at the end) would be taken by rule 1 (test.conf:1)
            ProxyPassMatch ^/users/([0-9]{4})$ http://h/$1      | /users/12345    | /users/2345 (with one digit fewer) would be taken by rule 1 (test.conf:1)
            ProxyPassMatch ^/v1/users/([0-9]{4})$ http://h/$1   | /v1/users/123   | /v1/users/1230 (with one digit more) would be taken by rule 1 (test.conf:1)
            ProxyPassMatch ^/shop/x$ http://h/                  | /Shop/X         | /shop/x (in the upper and lower case of the rule) would be taken by rule 1 (test.conf:1)
            <VirtualHost *:80> \\n ServerName a.example \\n </VirtualHost> \\n <VirtualHost *:80> \\n ServerName b.example \\n ProxyPass /x http://h/ \\n </VirtualHost> | http://a.example/x | /x (at the host b.example) would be taken by rule 1 (test.conf:6)
            <VirtualHost *:80> \\n ServerName a.example \\n </VirtualHost> \\n <VirtualHost *:80> \\n ServerName b.example \\n RewriteEngine On \\n RewriteCond %{QUERY_STRING} ^q=1$ \\n RewriteRule ^/x http://h/ [P] \\n </VirtualHost> | http://a.example/x?q=1 | /x (at the host b.example) would be taken by rule 1 (test.conf:8)
            ProxyPassMatch ^/(1a){19}10$ http://h/              | /1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 | /1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a10 (with one digit more) would be taken by rule 1 (test.conf:1)
            ProxyPassMatch ^/(1a){20}10$ http://h/              | /1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 | ``
            ProxyPass /app http://h/                            | /other          | ``
            ProxyPass /app !                                    | /APP            | ``
            """)
    void aSimilarRequestThatARuleTakesIsNamed(String lines, String url, String nearest) throws Exception {
        Explanation explanation = explain(url, lines.split(" *\\\\n *"));
        assertEquals(nearest, explanation.nearest().orElse(""));
        assertEquals(!nearest.isEmpty(), explanation.text().contains("nearest: " + nearest + "\n"));
        assertEquals(!nearest.isEmpty(), explanation.json().contains("\"nearest\""));
    }

    @Test
    void theVirtualHostAndTheSectionsThatApplyAreNamed() throws Exception {
        Explanation explanation = explain("http://b.example/x", "<VirtualHost *:80>", "ServerName a.example", "</VirtualHost>",
                "<VirtualHost *:80>", "ServerName b.example", "ProxyPass /x http://h/", "<Location /x>", "</Location>", "<Location /y>", "</Location>", "<Proxy http://h/>", "</Proxy>", "</VirtualHost>");
        assertEquals("<VirtualHost> b.example", explanation.server());
        assertEquals(List.of("<Location /x>", "<Proxy http://h/>"), explanation.sections().stream().map(section -> section.name()).toList());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Redirect /é https://h/%C3%A9                  | /%C3%A9 | test.conf:1  Redirect /é https://h/%C3%A9: matches /é | by test.conf:1: Redirect /é https://h/%C3%A9
            RewriteEngine On \\n RewriteRule ^/é /ü [R] | /%C3%A9 | test.conf:2  RewriteRule ^/é /ü [R]: matches "/é"     | by test.conf:2: RewriteRule ^/é /ü [R]
            RewriteEngine On \\n RewriteRule ^/é /ü      | /%C3%A9 | test.conf:2  RewriteRule ^/é /ü: matches "/é"         | a RewriteRule gives /ü
            """)
    void redirectsAndRewriteRulesAreShownAsTheyAreWritten(String lines, String url, String step, String end) throws Exception {
        Explanation explanation = explain(url, lines.split(" *\\\\n *"));
        assertEquals(step, explanation.steps().get(0));
        assertTrue(explanation.outcome().sentence().contains(end), explanation.outcome()::sentence);
    }

    @Test
    void theTextHoldsItAll() throws Exception {
        String text = explain("http://www.example.org/app/users/1234?x=1", "ServerName p", "ProxyPassMatch \"^/app/users/([0-9]{4})$\" \"http://app:1323/users/$1\"").text();
        List<String> missing = new ArrayList<>(List.of("GET /app/users/1234?x=1 at the main server", "  1  test.conf:2  ProxyPassMatch ^/app/users/([0-9]{4})$ http://app:1323/users/$1",
                "$1 = 1234", "forwarded to http://app:1323/users/1234?x=1", "write enablereuse=on to keep connections (test.conf:2)", "timeout = 60s", "  GET /users/1234?x=1 HTTP/1.1", "  Connection: close"));
        missing.removeIf(text::contains);
        assertEquals(List.of(), missing, text);
    }

    @Test
    void theJsonHoldsTheSame() throws Exception {
        JsonObject json = JsonParser.parseString(explain("/app/users/1234", "ProxyPassMatch \"^/app/users/([0-9]{4})$\" \"http://app:1323/users/$1\"").json()).getAsJsonObject();
        assertEquals("http://app:1323/users/1234", json.get("url").getAsString());
        assertEquals("1234", json.getAsJsonArray("tried").get(0).getAsJsonObject().getAsJsonArray("captures").get(1).getAsString());
        assertEquals("back-reference", json.getAsJsonObject("connection").get("cause").getAsString());
        assertEquals("GET /users/1234 HTTP/1.1", json.get("requestLine").getAsString());
        assertTrue(json.get("query").isJsonNull());
        assertEquals(16, json.getAsJsonArray("parameters").size());
    }
}
