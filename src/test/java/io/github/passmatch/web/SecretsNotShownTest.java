package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords in a configuration appear in no log, no view and no message. */
@Timeout(60)
class SecretsNotShownTest {

    private static void hides(String shown) {
        assertFalse(shown.contains("s3cret") || shown.contains("czNjcmV0") || shown.contains("dXNlcjpzM2NyZXQ"), shown);
    }

    @Test
    void noViewShowsAPasswordOfARunningProxy() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines log = LogLines.only("passmatch"); LogLines access = LogLines.only("passmatch.access")) {
            String[] lines = {"PassmatchAccessLog JSON", "ProxyVia Full", "ProxyRemote http://other.invalid http://127.0.0.1:1 user:s3cret",
                    "ProxyPass /a http://user:s3cret@" + upstream.authority() + "/x", "ProxyPass /b http://user:s3cret@127.0.0.1:1/", "ProxyPass /c http://s3cret@other.invalid/",
                    "<Proxy http://user:s3cret@127.0.0.1:1/*>", "</Proxy>", "ErrorDocument 503 http://user:s3cret@127.0.0.1/sorry", "RequestHeader set Authorization s3cret"};
            try (ProxyUnderTest proxy = new ProxyUnderTest(lines)) {
                proxy.get("/a/1");
                proxy.get("/b/1");
                proxy.get("/c/1");
                access.await(3);
                for (String accept : List.of("text/html", "text/plain", "application/json"))
                    for (String query : List.of("", "?url=/a/1", "?url=/b/1"))
                        hides(proxy.ask("GET /passmatch-status" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\nConnection: close\r\n\r\n").body());
                hides(proxy.telemetry().prometheus().orElseThrow());
                for (ObjectName name : beans.queryNames(new ObjectName("io.github.passmatch:*"), null))
                    for (String attribute : List.of("Rule", "Line", "Reuse")) hides(name + " " + beans.getAttribute(name, attribute));
            }
            assertTrue(log.lines().size() > 3, log.lines()::toString);
            hides(log.lines().toString());
            hides(access.lines().toString());
            hides(upstream.requests().get(0).fields().stream().filter(field -> !field[0].equals("Authorization")).map(field -> String.join(":", field)).toList().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProxyPass /a http://user:s3cret@127.0.0.1/ tyop=1", "ProxyPass /a http://user:s3cret@127.0.0.1:99999/", "ProxyPass /a http://user:s3cret/x@127.0.0.1/",
        "ProxyPass /a htp://user:s3cret@127.0.0.1/", "ProxyPass /a http://user:s3cret@/", "ProxyRemote * ftp://u:s3cret@127.0.0.1", "ProxyRemote * https://127.0.0.1 u:s3cret",
        "PassmatchStatusAllow token s3cret", "ProxyPass /a http://user:s3cret@127.0.0.1/\nProxyPass /a http://user:s3cret@127.0.0.1/", "ProxyPassReverse /a ftp://user:s3cret@127.0.0.1/ x"})
    void noMessageOfAnErrorOrWarningShowsOne(String lines) throws Exception {
        try {
            ProxyUnderTest.read(lines.split("\n")).problems().forEach(problem -> hides(problem.render() + problem));
        } catch (ConfigException e) {
            hides(e.getMessage());
        }
    }

    @Test
    void anExplanationShowsNone() throws Exception {
        Explanation explanation = Explanation.of(ProxyUnderTest.read("ProxyPass /a http://user:s3cret@127.0.0.1:1/x").config(), ExplainedRequest.of("GET", "/a/1", List.of()));
        hides(explanation.text() + explanation.json());
        assertTrue(explanation.text().contains("http://***@127.0.0.1:1/x"), explanation.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestHeader set Authorization \"Basic s3cret\"", "RequestHeader set X-Api-Key s3cret", "RequestHeader add Cookie session=s3cret", "SetEnv TOKEN s3cret\nRequestHeader set X-Auth-Token %{TOKEN}e",
        "ProxyRemote http://127.0.0.1:1 http://127.0.0.1:2 user:s3cret"})
    void anExplanationHidesTheValuesOfFieldsWithCredentials(String directive) throws Exception {
        Explanation explanation = Explanation.of(ProxyUnderTest.read((directive + "\nProxyPass /a http://127.0.0.1:1/x").split("\n")).config(), ExplainedRequest.of("GET", "/a/1", List.of()));
        hides(explanation.text() + explanation.json());
        assertTrue(explanation.text().contains(": ***\n") && explanation.json().contains(": ***\""), explanation.text());
        assertTrue(explanation.text().contains("X-Forwarded-For: 127.0.0.1"), explanation.text());
    }
}
