package io.github.passmatch.rules.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewriting beyond the golden rows: explanations, inheritance, bounds, and texts of requests that try to leave their place. */
class RewritingTest {

    private static ProxyConfig config(String lines) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", lines), Map.of()).config();
    }

    private static Explanation explain(String lines, String url, Field... fields) throws ConfigException {
        return Explanation.of(config(lines), ExplainedRequest.of("GET", url, List.of(fields)));
    }

    @Test
    void explanationHasEachLineAndEachConditionThatWasTried() throws ConfigException {
        Explanation explanation = explain("""
                RewriteEngine On
                RewriteCond %{HTTP_HOST} ^other
                RewriteRule ^/a /x [PT]
                RewriteCond %{HTTP_HOST} ^(.*)$
                RewriteRule ^/a/(.*) https://%1/$1 [R=301,L]
                RewriteRule ^/b - [F]
                """, "/a/b?q=1");
        assertEquals(List.of("c:3  RewriteRule ^/a /x [PT]: matches \"/a/b\"", "c:3    RewriteCond %{HTTP_HOST} ^other: \"localhost\" false", "c:5  RewriteRule ^/a/(.*) https://%1/$1 [R=301,L]: matches \"/a/b\"",
                "c:5    RewriteCond %{HTTP_HOST} ^(.*)$: \"localhost\" true", "c:5    rewritten to \"https://localhost/b?q=1\""), explanation.steps());
        assertEquals("answered with 301, Location: https://localhost/b?q=1, by c:5: RewriteRule ^/a/(.*) https://%1/$1 [R=301,L]", explanation.outcome().sentence());
        assertTrue(explanation.text().contains("redirects and rewriting"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -                 | not proxied: no rule matches; the request continues in the filter chain (java -jar: 404)
            Inherit           | answered with 403, by c:2: RewriteRule ^/x - [F]
            InheritBefore     | answered with 403, by c:2: RewriteRule ^/x - [F]
            """)
    void hostHasTheRulesOfTheMainServerOnlyIfItSaysSo(String option, String sentence) throws ConfigException {
        String line = option.equals("-") ? "" : "RewriteOptions " + option + "\n";
        assertEquals(sentence, explain("RewriteEngine On\nRewriteRule ^/x - [F]\n<VirtualHost *>\nServerName h.example\n" + line + "</VirtualHost>\n", "http://h.example/x").outcome().sentence());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://h:8080$1        | /a@evil.example/x     | forwarded to http://h:8080/@evil.example/x
            http://h$1             | /a.evil.example/x     | forwarded to http://h/.evil.example/x
            http://h$1             | /a:99/x               | forwarded to http://h/:99/x
            http://$1/             | /au@evil.example      | answered with 400 (own:captured-authority): the captured text is not a valid host; what helps: change the regular expression of the rule so that it matches only valid hosts and ports
            http://$1.in.example/x | /aevil.example/       | answered with 400 (own:captured-authority): the captured text is not a valid host; what helps: change the regular expression of the rule so that it matches only valid hosts and ports
            http://$1.in.example/x | /aapp                 | forwarded to http://app.in.example/x
            http://h:$1/           | /a99999               | answered with 400 (own:captured-authority): the captured text is not a valid port; what helps: change the regular expression of the rule so that it matches only valid hosts and ports
            http://h/$1            | /ax%0d%0aY:%20z       | forwarded to http://h/x%0D%0AY:%20z
            """)
    void textOfTheRequestDoesNotReachTheAuthority(String url, String path, String sentence) throws ConfigException {
        assertEquals(sentence, explain("RewriteEngine On\nRewriteRule ^/a(.*) " + url + " [P]\n", path).outcome().sentence());
    }

    @Test
    void hostOfTheClientIsCheckedToo() throws ConfigException {
        String lines = "RewriteEngine On\nRewriteRule ^ http://%{HTTP_HOST}%{REQUEST_URI} [P]\n";
        assertEquals("forwarded to http://x.example:81/a", explain(lines, "/a", new Field("Host", "x.example:81")).outcome().sentence());
        assertTrue(explain(lines, "/a", new Field("Host", "u@x.example")).outcome().sentence().startsWith("answered with 400 (own:captured-authority)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RewriteRule ^(.*) $1x [N]                                        | regex-steps
            RewriteRule ^ /x [N]                                             | rewrite-loop
            RewriteRule ^(.*) $1$1$1 [N]                                     | rewrite-loop
            RewriteRule ^/(.*a){12}b$ /x [PT]                                | regex-steps
            <Location />;RewriteEngine On;RewriteRule ^ /a%{REQUEST_URI};</Location> | rewrite-loop
            """)
    @Timeout(20)
    void workIsBounded(String rule, String reason) throws ConfigException {
        String sentence = explain("RewriteEngine On\n" + rule.replace(';', '\n') + "\n", "/" + "a".repeat(40) + "!").outcome().sentence();
        assertTrue(sentence.contains("(own:" + reason + ")"), sentence);
    }

    /** The same first match as one by one, with an index that skips rules. */
    @Test
    @Timeout(60)
    void manyRulesDecideAsFewDo() throws ConfigException {
        StringBuilder lines = new StringBuilder("RewriteEngine On\n");
        for (int i = 0; i < 10_000; i++) lines.append("RewriteRule ^/old").append(i).append("/(.*) https://n.example/").append(i).append("/$1 [R,L]\n");
        lines.append("RewriteRule ^/c - [C]\nRewriteRule ^/never - [F]\nRewriteRule ^/s - [S=1]\nRewriteRule . - [G]\nRewriteRule ^/s /t\nRewriteRule ^/t https://n.example/t [R,L]\n");
        ProxyConfig config = config(lines.toString());
        for (Map.Entry<String, String> row : Map.of("/old9999/x", "302 https://n.example/9999/x", "/old12/", "302 https://n.example/12/", "/c", "410 -", "/s", "302 https://n.example/t", "/other", "410 -").entrySet()) {
            var match = (io.github.passmatch.rules.match.Match.Answered) config.main().decide(ExplainedRequest.of("GET", row.getKey(), List.of())).match();
            assertEquals(row.getValue(), match.status() + " " + match.location().orElse("-"), row.getKey());
        }
    }
}
