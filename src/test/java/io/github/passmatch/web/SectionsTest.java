package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sections, virtual hosts, variables and edits do to a request, seen from the upstream; observed alike on httpd 2.4.71. */
class SectionsTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nX-Up: 1\r\nContent-Length: 2\r\n\r\nok";

    private static ProxyUnderTest proxy(String text, RawUpstream upstream) throws Exception {
        return new ProxyUnderTest(("ServerName proxy.example.com ;; " + text).replace("{up}", upstream.authority()).split(" *;; *"));
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n" + String.join("", List.of(fields).stream().map(field -> field + "\r\n").toList()) + "\r\n";
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            <Location /a> ;; ProxyPass http://{up}/x ;; </Location>                                               | /a/1    | /x/1
            <Location /a> ;; ProxyPass http://{up}/x ;; </Location>                                               | /ab     |
            <Location /a/> ;; ProxyPass http://{up}/x/ ;; </Location>                                             | /a      |
            <Location "/a b"> ;; ProxyPass http://{up}/x ;; </Location>                                           | /a%20b/1 | /x/1
            <LocationMatch "^/a/(\\d+)$"> ;; ProxyPassMatch http://{up}/n/$1 ;; </LocationMatch>                  | /a/17   | /n/17
            <Location ~ "^/a/(.*)$"> ;; ProxyPass http://{up}/n/$1 ;; </Location>                                 | /a/17   | /n/17
            <Location ~ "^/a/(\\d+)$"> ;; ProxyPass http://{up}/n/$1 ;; </Location>                               | /a/17   |
            <Location /p> ;; ProxyPassMatch http://{up}/pp ;; </Location>                                         | /p/q    | /pp/p/q
            <LocationMatch ^/a> ;; ProxyPass http://{up}/x ;; </LocationMatch> ;; ProxyPass /a http://{up}/rest   | /a/1    | /rest/1
            <LocationMatch "^/a/(.*)$"> ;; ProxyPass http://{up}/n/$1 ;; </LocationMatch>                         | /a/17   | /n/17
            <Location ~ ^/a> ;; ProxyPass http://{up}/x ;; </Location> ;; ProxyPass /a http://{up}/rest           | /a/1    | /rest/1
            <Location ~ /a> ;; ProxyPass http://{up}/x/$1 ;; </Location>                                          | /a/1    | /x/$1/1
            ProxyPass /a http://{up}/early mapping=encoded ;; <Location /a/b> ;; ProxyPass http://{up}/x ;; </Location> | /a/b/1  | /early/b/1
            ProxyPass /a http://{up}/rest ;; <Location /a> ;; ProxyPass http://{up}/x mapping=encoded ;; </Location>  | /a/%2F1 | /x/%2F1
            <Location "/w/*/x"> ;; ProxyPassMatch http://{up}/x ;; </Location> ;; ProxyPass / http://{up}/rest/   | /w/1/x  | /rest/w/1/x
            ProxyPass /a http://{up}/1 ;; <Location /a/b> ;; ProxyPass ! ;; </Location>                           | /a/b/c  |
            <Location /a> ;; ProxyPass http://{up}/1 ;; ProxyPass http://{up}/2 ;; </Location>                    | /a/b    | /2/b
            <IfModule mod_proxy.c> ;; <Location /a> ;; ProxyPass http://{up}/x ;; </Location> ;; </IfModule>      | /a/1    | /x/1
            <IfModule mod_nobody.c> ;; ProxyPass /a http://{up}/x ;; </IfModule>                                  | /a/1    |
            SetEnvIf Request_URI \\.gif$ no-proxy ;; ProxyPass / http://{up}/                                     | /x.gif  |
            SetEnv no-proxy 1 ;; ProxyPass / http://{up}/                                                         | /x      |
            <Location /a> ;; SetEnvIf Request_URI . no-proxy ;; ProxyPass http://{up}/x ;; </Location>            | /a/1    | /x/1
            ProxyPassInterpolateEnv On ;; SetEnvIf X-To (.*) TO=$1 ;; ProxyPass /a http://{up}/${TO} interpolate  | /a/1    | /there/1
            SetEnvIf X-To (.*) TO=$1 ;; ProxyPass /a http://{up}/${TO} interpolate                                | /a/1    | /$%7BTO%7D/1
            ProxyPassInterpolateEnv On ;; SetEnvIf Host . UP={up} ;; ProxyPass /a http://${UP}/x interpolate      | /a/1    | /x/1
            """)
    void theRuleOfASectionIsTriedBeforeThoseOutside(String text, String path, String target) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            int status = proxy.ask(get(path, "X-To: there")).status();
            assertEquals(target == null ? 404 : 200, status);
            assertEquals(target == null ? List.of() : List.of(target), upstream.requests().stream().map(RawUpstream.Request::target).toList());
        }
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            RequestHeader append X-O server ;; <Proxy http://{up}/> ;; RequestHeader append X-O proxy ;; </Proxy> ;; <Location /> ;; RequestHeader append X-O location ;; </Location> | X-O  | server, proxy, location
            ProxyPreserveHost Off ;; <Location /> ;; ProxyPreserveHost On ;; </Location>                              | Host              | www.example.org
            <Location /> ;; ProxyPreserveHost Off ;; </Location> ;; <Proxy *> ;; ProxyPreserveHost On ;; </Proxy>     | Host              | {up}
            <Proxy http://{up}/x> ;; ProxyAddHeaders Off ;; </Proxy>                                                  | X-Forwarded-For   |
            <ProxyMatch ^http://[^/]*/x> ;; ProxyAddHeaders Off ;; </ProxyMatch>                                      | X-Forwarded-For   |
            <Proxy http://{up}/y> ;; ProxyAddHeaders Off ;; </Proxy>                                                  | X-Forwarded-For   | 127.0.0.1
            SetEnv V server ;; <Location /> ;; SetEnv V location ;; </Location> ;; RequestHeader set X-V %{V}e        | X-V               | location
            SetEnv V server ;; SetEnvIf Host . V=condition ;; RequestHeader set X-V %{V}e                             | X-V               | condition
            SetEnv V server ;; <Location /> ;; UnsetEnv V ;; </Location> ;; RequestHeader set X-V %{V}e env=V         | X-V               |
            BrowserMatch ^Moz OLD ;; RequestHeader set X-Old yes env=OLD                                              | X-Old             | yes
            RequestHeader set X-Forwarded-Proto https                                                                 | X-Forwarded-Proto | https
            RequestHeader unset User-Agent                                                                            | User-Agent        |
            RequestHeader set Host other.example                                                                      | X-Forwarded-Host  | other.example
            RequestHeader set Host other.example                                                                      | Host              | {up}
            RequestHeader set Host other.example ;; ProxyPreserveHost On                                              | Host              | other.example
            RequestHeader set X-Forwarded-For 1.2.3.4                                                                 | X-Forwarded-For   | 1.2.3.4, 127.0.0.1
            RequestHeader edit User-Agent ^Moz(.*) Old$1                                                              | User-Agent        | Oldilla
            <Location /> ;; SetEnvIf Request_URI x proxy-nokeepalive ;; </Location>                                   | Connection        | close
            SetEnv proxy-nokeepalive 1 ;; <Location /> ;; UnsetEnv proxy-nokeepalive ;; </Location>                   | Connection        | Keep-Alive
            ProxySet http://{up}/x disablereuse=on                                                                    | Connection        | close
            <Proxy http://{up}/x disablereuse=on> ;; </Proxy>                                                         | Connection        | close
            <Proxy http://{up}/> ;; ProxySet disablereuse=on ;; </Proxy>                                              | Connection        | close
            ProxySet http://{up}/x/deep disablereuse=on                                                               | Connection        | Keep-Alive
            """)
    void scopesAreMergedServerThenTargetThenPath(String text, String field, String value) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text + " ;; ProxyPass / http://{up}/x/", upstream)) {
            assertEquals(200, proxy.ask(get("/x", "User-Agent: Mozilla")).status());
            String expected = value == null ? null : value.replace("{up}", upstream.authority());
            assertEquals(expected, upstream.requests().get(0).field(field));
        }
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Header set X-Up 2                                                             | X-Up     | 2
            Header always set X-Up 2                                                      | X-Up     | 2, 1
            Header unset X-Up                                                             | X-Up     |
            Header always unset X-Up                                                      | X-Up     | 1
            Header set X-V %{V}e env=V                                                    | X-V      |
            SetEnvIf Host . V=w ;; Header set X-V %{V}e env=V                             | X-V      | w
            <Location /x> ;; Header append X-Up 2 ;; </Location>                          | X-Up     | 1,2
            ProxyVia On                                                                   | Via      | 1.1 proxy.example.com
            """)
    void fieldsOfAnswersAreEdited(String text, String field, String value) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text + " ;; ProxyPass / http://{up}/", upstream)) {
            RawClient.Answer answer = proxy.ask(get("/x"));
            assertEquals(value == null ? "" : value, String.join(", ", answer.all(field)).replace("1, 2", "1,2"));
        }
    }

    @ParameterizedTest(name = "{0} from {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a.example       | /a
            A.EXAMPLE:8080  | /a
            a.example.      | /a
            x.b.example     | /b
            b.example       | /b
            nobody.example  | /a
            """)
    void theVirtualHostIsChosenByName(String host, String target) throws Exception {
        String text = "ProxyPass /main http://{up}/main ;; <VirtualHost *:80> ;; ServerName a.example ;; ProxyPass / http://{up}/a ;; </VirtualHost> ;; "
                + "<VirtualHost *:80> ;; ServerName b.example ;; ServerAlias *.b.example ;; ProxyPass / http://{up}/b ;; </VirtualHost>";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            for (String path : List.of("/", "/main")) assertEquals(200, proxy.ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").status());
            assertEquals(List.of(target, "/main"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
            String name = target.equals("/a") ? "a.example" : "b.example";
            assertEquals(name, upstream.requests().get(0).field("X-Forwarded-Server"));
        }
    }

    @Test
    void theHostOfAnAbsoluteTargetBeatsTheHostField() throws Exception {
        String text = "<VirtualHost *> ;; ServerName a.example ;; ProxyPass / http://{up}/a/ ;; </VirtualHost> ;; <VirtualHost *> ;; ServerName b.example ;; ProxyPass / http://{up}/b/ ;; </VirtualHost>";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            assertEquals(200, proxy.ask("GET http://b.example/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n").status());
            assertEquals("/b/x", upstream.requests().get(0).target());
        }
    }

    @Test
    void theHostOfAnAbsoluteTargetIsTheHostOfARequestWithoutHostField() throws Exception {
        String text = "<VirtualHost *> ;; ServerName a.example ;; ProxyPass / http://{up}/a/ ;; </VirtualHost> ;; <VirtualHost *> ;; ServerName b.example ;; ProxyPass / http://{up}/b/ ;; </VirtualHost>";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            for (String target : List.of("http://b.example/x", "http://B.example:8080/x", "http://a.example/x", "http://nobody.example/x", "/x"))
                assertEquals(200, proxy.ask("GET " + target + " HTTP/1.0\r\n\r\n").status());
            assertEquals(List.of("/b/x", "/b/x", "/a/x", "/a/x", "/a/x"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
            for (RawUpstream.Request seen : upstream.requests()) assertEquals(List.of(), seen.all("X-Forwarded-Host"), "as httpd: there was no such field");
        }
        String edited = "RequestHeader add X-A 9 ;; ProxyPass / http://{up}/";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(edited, upstream)) {
            proxy.ask("GET http://b.example/x HTTP/1.0\r\n\r\n");
            assertEquals(List.of(), upstream.requests().get(0).all("X-Forwarded-Host"));
        }
    }

    @Test
    void aSectionWhoseSearchIsGivenUpIsNotPassedOver() throws Exception {
        String text = "<LocationMatch \"^/((a|aa)+)+\\1!$\"> ;; ProxyPass ! ;; </LocationMatch> ;; ProxyPass / http://{up}/";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            assertEquals(500, proxy.ask(get("/" + "a".repeat(80) + "-")).status());
            assertEquals(List.of(), upstream.requests());
        }
    }

    @Test
    void aVariableOfOneRequestClosesItsConnectionAndLeavesThePoolAlone() throws Exception {
        String text = "SetEnvIf X-Once . proxy-nokeepalive ;; ProxyPass / http://{up}/";
        try (RawUpstream upstream = RawUpstream.answering(ANSWER, false); ProxyUnderTest proxy = proxy(text, upstream)) {
            for (String[] fields : new String[][] {{}, {}, {"X-Once: 1"}, {}, {}}) assertEquals(200, proxy.ask(get("/", fields)).status());
            assertEquals(List.of("Keep-Alive", "Keep-Alive", "close", "Keep-Alive", "Keep-Alive"), upstream.requests().stream().map(request -> request.field("Connection")).toList());
            assertEquals(List.of(1, 1, 2, 3, 3), upstream.requests().stream().map(RawUpstream.Request::connection).toList());
        }
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ErrorDocument 404 "gone"                                               | 404 | upstream's
            ProxyErrorOverride On ;; ErrorDocument 404 "gone"                      | 404 | gone
            ProxyErrorOverride On 500 ;; ErrorDocument 404 "gone"                  | 404 | upstream's
            ProxyErrorOverride On                                                  | 404 | 404 Not Found
            ProxyErrorOverride On ;; ErrorDocument 404 /docs/404                   | 404 | upstream's
            ProxyErrorOverride On ;; ErrorDocument 404 /nowhere                    | 404 | 404 Not Found
            ProxyErrorOverride On ;; ErrorDocument 404 http://other.example/sorry  | 302 | ''
            <Location /a> ;; ProxyErrorOverride On ;; ErrorDocument 404 in ;; </Location> ;; ErrorDocument 404 out | 404 | in
            ProxyErrorOverride On ;; ErrorDocument 404 out ;; <Location /a> ;; ErrorDocument 404 default ;; </Location> | 404 | 404 Not Found
            """)
    void anOverriddenErrorKeepsItsStatusAndItsConnection(String text, int status, String body) throws Exception {
        String rules = text + " ;; ProxyPass /a http://{up}/a ;; ProxyPass /docs http://{up}/docs";
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 404 Nope\r\nX-Up: 1\r\nContent-Length: 10\r\n\r\nupstream's", false); ProxyUnderTest proxy = proxy(rules, upstream)) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = proxy.ask(get("/a"));
                assertEquals(status, answer.status());
                assertEquals(body, answer.body().strip());
            }
            assertEquals(text.contains("/docs") ? 2 : 1, upstream.connections(), "departure 19: the connection is kept");
        }
    }

    @Test
    void theProxysOwnErrorsAreAnsweredByErrorDocumentsAndCarryHeaderAlways() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ErrorDocument 503 \"Back soon\"", "Header always set X-Always 1", "Header set X-Not 1", "ProxyPass / http://127.0.0.1:1/")) {
            RawClient.Answer answer = proxy.ask(get("/"));
            assertEquals(503, answer.status());
            assertEquals("Back soon", answer.body());
            assertEquals("1", answer.field("X-Always"));
            assertNull(answer.field("X-Not"));
        }
    }

    @Test
    void anAuthenticationChallengeSurvivesTheOverride() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = proxy("ProxyErrorOverride On ;; ProxyPass / http://{up}/", upstream)) {
            RawClient.Answer answer = proxy.ask(get("/"));
            assertEquals("Basic realm=x", answer.field("WWW-Authenticate"));
            assertNull(answer.field("Set-Cookie"));
        }
    }

    @Test
    void filesAreIncludedFromWhereTheFileLiesElseFromServerRoot(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("conf/sites"));
        Files.createDirectories(directory.resolve("conf.d"));
        Files.writeString(directory.resolve("conf/httpd.conf"), "ServerRoot \"" + directory + "\"\nInclude sites/*.conf\nIncludeOptional conf.d/*.conf\nIncludeOptional none/*.conf\n<Location /in>\nInclude rule.inc\n</Location>\n");
        Files.writeString(directory.resolve("conf/sites/b.conf"), "ProxyPass /b http://h/b\n");
        Files.writeString(directory.resolve("conf/sites/a.conf"), "ProxyPass /a http://h/a\n");
        Files.writeString(directory.resolve("conf.d/c.conf"), "ProxyPass /c http://h/c\nKeepAlive On\n");
        Files.writeString(directory.resolve("conf/rule.inc"), "ProxyPass http://h/in\n");
        var reading = ConfigReader.read(ConfigSource.file(directory.resolve("conf/httpd.conf")), Map.of());
        assertEquals(List.of("/a", "/b", "/c", "/in"), reading.config().rules().stream().map(rule -> rule.pattern().text()).toList());
        assertTrue(reading.problems().stream().anyMatch(problem -> problem.place().file().endsWith("c.conf") && problem.place().line() == 2), "a note of an included file names that file");
    }
}
