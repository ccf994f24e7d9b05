package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords in a configuration appear in no log, no view and no message. */
@Timeout(60)
class SecretsNotShownTest {

    /** Hashes of the password: bcrypt, apr1 and SHA-1. */
    private static final List<String> HASHES = List.of("$2y$04$0k7XkTGBWscaZ0vXNCSSb.zjdFXcN.lVyGHG6zUMyS1Xjtab5DtA.", "$apr1$7kS8rCfO$XPjP9b1iKsOyxQcQJynoR/", "{SHA}/vNB+F2HQ559kaLUZbmHHvZrXpg=");

    private static void hides(String shown) {
        assertFalse(shown.contains("s3cret") || shown.contains("czNjcmV0") || shown.contains("dXNlcjpzM2NyZXQ"), shown);
        for (String hash : HASHES) assertFalse(shown.contains(hash.substring(5, 20)), shown);
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
        "<Location />\nRequire expr \"%{HTTP:Authorization} == 'Basic YWxpY2U6czNjcmV0x'\"\n</Location>", "RewriteCond %{HTTP:Authorization} \"=Basic YWxpY2U6czNjcmV0\" [XX]",
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

    /** A file with users of several forms of hashes, and lines with mistakes. */
    private static Path passwords(Path directory) throws Exception {
        Files.writeString(directory.resolve("groups"), "staff: alice\nowners: nobody\n");
        return Files.writeString(directory.resolve("users"), String.join("\n", "alice:" + HASHES.get(0), "bob:" + HASHES.get(1), "carol:" + HASHES.get(2), "alice:" + HASHES.get(1), "dave:s3cret",
                "s3cret", ":s3cret", "erin:$2y$99$s3cret"));
    }

    private static String[] withLogin(Path users, String upstream) {
        return new String[] {"PassmatchAccessLog JSON", "ProxyVia Full", "<Location />", "AuthType Basic", "AuthName area", "AuthUserFile " + users, "AuthGroupFile " + users.resolveSibling("groups"),
                "RequestHeader set X-User %{REMOTE_USER}s", "</Location>", "<Location /a>", "Require valid-user", "</Location>", "<Location /b>", "Require group owners", "</Location>",
                "<Location /c>", "Require user nobody", "</Location>", "<Location /free>", "Require all granted", "</Location>",
                "ProxyPass /a http://" + upstream + "/x", "ProxyPass /b http://" + upstream + "/x", "ProxyPass /c http://" + upstream + "/x", "ProxyPass /free http://" + upstream + "/x"};
    }

    @Test
    void noViewShowsThePasswordsOfUsers(@TempDir Path directory) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines log = LogLines.only("passmatch"); LogLines access = LogLines.only("passmatch.access");
             ProxyUnderTest proxy = new ProxyUnderTest(withLogin(passwords(directory), upstream.authority()))) {
            List<String> users = List.of("alice:s3cret", "alice:s3cret2", "bob:s3cret", "carol:s3cret", "nobody:s3cret", "dave:s3cret", "erin:s3cret", "s3cret:", "s3cret", "a\nb:s3cret");
            int asked = 0;
            for (String path : List.of("/a", "/b", "/c"))
                for (String user : users.subList(0, 7)) {
                    RawClient.Answer answer = proxy.ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + basic(user) + "\r\nConnection: close\r\n\r\n");
                    hides(answer.toString() + answer.body());
                    asked++;
                }
            for (String value : List.of(basic(users.get(7)), basic(users.get(8)), basic(users.get(9)), "Basic s3cret", "Bearer s3cret", "Digest username=\"alice\", response=\"s3cret\"")) {
                proxy.ask("GET /a HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + value + "\r\nConnection: close\r\n\r\n");
                asked++;
            }
            access.await(asked);
            for (String accept : List.of("text/html", "text/plain", "application/json"))
                for (String query : List.of("", "?url=/a", "?url=/b", "?url=/c"))
                    hides(proxy.ask("GET /passmatch-status" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\nAuthorization: " + basic("alice:s3cret")
                            + "\r\nConnection: close\r\n\r\n").body());
            hides(proxy.telemetry().prometheus().orElseThrow());
            for (ObjectName name : beans.queryNames(new ObjectName("io.github.passmatch:*"), null))
                for (String attribute : List.of("Rule", "Line", "Reuse")) hides(name + " " + beans.getAttribute(name, attribute));
            hides(log.lines().toString());
            hides(access.lines().toString());
        }
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(ISO_8859_1));
    }

    @Test
    void noMessageAboutAPasswordFileShowsAHash(@TempDir Path directory) throws Exception {
        List<Problem> problems = ProxyUnderTest.read(withLogin(passwords(directory), "127.0.0.1:1")).problems();
        assertTrue(problems.size() > 3, problems::toString);
        problems.forEach(problem -> hides(problem.render() + problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/b", "/c", "/free"})
    void anExplanationShowsNoCredentialsOfARequest(String path, @TempDir Path directory) throws Exception {
        ProxyConfig config = ProxyUnderTest.read(withLogin(passwords(directory), "127.0.0.1:1")).config();
        for (String value : List.of(basic("alice:s3cret"), basic("alice:s3cret2"), "Bearer s3cret")) {
            Explanation explanation = Explanation.of(config, ExplainedRequest.of("GET", path, List.of(new Field("Authorization", value))));
            hides(explanation.text() + explanation.json());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RewriteRule ^ - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]", "RewriteCond %{HTTP:Authorization} \"=Basic YWxpY2U6czNjcmV0\"\nRewriteRule ^ - [F]",
        "RewriteCond %{HTTP:Authorization} !^(.+)\nRewriteRule ^ - [F]", "RewriteCond %{HTTP:Authorization} ^(.+)\nRewriteRule ^ - [E=CREDENTIALS:%1]", "SetEnvIf Authorization \"^Basic YWxpY2U6czNjcmV0$\" ok",
        "SetEnvIf Authorization (.+) HTTP_AUTHORIZATION=$1\nRequestHeader set X-Forwarded-Authorization %{HTTP_AUTHORIZATION}e", "<If \"%{HTTP:Authorization} == 'Basic YWxpY2U6czNjcmV0'\">\nRequestHeader set X-A b\n</If>",
        "<If \"%{HTTP:Authorization} == 'Basic YWxpY2U6czNjcmV0'\">\nRequire all denied\n</If>",
        "RequestHeader set X-Copy expr=%{HTTP:Authorization}", "SetEnvIf Authorization (.+) A=$1\nRequestHeader set X-Copy %{A}e"})
    void credentialsInConditionsAreNotShown(String lines) throws Exception {
        Reading reading = ProxyUnderTest.read(("RewriteEngine On\n" + lines + "\nProxyPass /a http://127.0.0.1:1/x").split("\n"));
        reading.problems().forEach(problem -> hides(problem.render() + problem));
        Explanation explanation = Explanation.of(reading.config(), ExplainedRequest.of("GET", "/a/1", List.of(new Field("Authorization", basic("alice:s3cret")))));
        hides(explanation.text() + explanation.json());
    }
}
