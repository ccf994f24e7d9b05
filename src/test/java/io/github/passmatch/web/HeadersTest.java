package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Message heads, both ways. */
@Timeout(60)
class HeadersTest {

    @Test
    void fieldsStandInHttpdsOrder() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ServerName proxy.example.com", "ProxyVia On", "ProxyPass /a http://" + upstream.authority())) {
            proxy.ask("POST /a HTTP/1.1\r\nX-First: 1\r\nHost: www.example.org:8443\r\nX-Second: 2\r\nConnection: close\r\nContent-Length: 2\r\nX-Third: 3\r\n\r\nok");
            assertEquals(List.of("Host", "X-First", "X-Second", "X-Third", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Server", "Content-Length", "Connection"),
                    upstream.requests().get(0).names());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            GET /a HTTP/1.1\\r\\nHost: h\\r\\nConnection: close      | 1.1 proxy.example.com
            GET /a HTTP/1.1\\r\\nHost: h:8443\\r\\nConnection: close | 1.1 proxy.example.com:8443
            GET /a HTTP/1.0                                     | 1.0 proxy.example.com
            """)
    void viaNamesTheClientsVersionAndPortBothWays(String head, String via) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ServerName proxy.example.com", "ProxyVia On", "ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.ask(head.replace("\\r\\n", "\r\n") + "\r\n\r\n");
            assertEquals(List.of(via), upstream.requests().get(0).all("Via"));
            assertEquals(List.of(via), answer.all("Via"));
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 2000 | 2000
            Content-Length: 0    |
            X-None: 1            |
            """)
    void anAnswerToHeadHasNoLengthButTheUpstreams(String field, String length) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(length, proxy.ask("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").field("Content-Length"));
        }
    }

    @Test
    void aClientCannotRemoveWhatTheProxyAdds() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ServerName p", "ProxyPass /a http://" + upstream.authority())) {
            proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6\r\nCookie: a\r\nConnection: close, X-Forwarded-For, X-Forwarded-Host, Host, Cookie\r\n\r\n");
            RawUpstream.Request seen = upstream.requests().get(0);
            assertEquals(List.of("127.0.0.1"), seen.all("X-Forwarded-For"));
            assertEquals(List.of("h"), seen.all("X-Forwarded-Host"));
            assertEquals(List.of(upstream.authority()), seen.all("Host"));
            assertEquals(List.of(), seen.all("Cookie"));
        }
    }

    @Test
    void bytesBeyondAsciiPassInBothDirections() throws Exception {
        String bytes = "gr\u00c3\u00bc\u00c3\u009fe \u00fe\u00ff";        // UTF-8, and two bytes that are none
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nX-Back: " + bytes + "\r\nContent-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nX-There: " + bytes + "\r\nConnection: close\r\n\r\n");
            assertEquals(bytes, upstream.requests().get(0).field("X-There"));
            assertEquals(bytes, answer.field("X-Back"));
        }
    }

    @Test
    void rawBytesInAPathAreEscapedAndInAQueryPass() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.get("/a/\u00c3\u00a9?q=\u00c3\u00a9").status());
            assertEquals("/%C3%A9?q=\u00c3\u00a9", upstream.requests().get(0).target());
        }
    }

    /** Jetty has decoded such bytes before a filter sees them, and what they were is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"/a/b\u00e4r", "/a/1?q=\u00e4&r=\u00c3\u00a4", "/a/\u00ff", "/a?\u00c3", "/a/\u00ed\u00a0\u0080", "/a/\u00c0\u00af"})
    void rawBytesThatAreNotUtf8AreRefusedAndNeverChanged(String target) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(400, proxy.get(target).status());
            assertEquals(List.of(), upstream.requests());
        }
    }

    /** The webapp behind the filter gets what the container makes of it, as without the filter. */
    @Test
    void rawBytesOfAPathThatNoRuleTakesAreNotOurs() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://127.0.0.1:1/")) {
            assertEquals(404, proxy.get("/b/\u00e4?\u00e4").status());
        }
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | 304 | ETag: 1                    |
            GET  | 304 | Content-Length: 1234       | 1234
            GET  | 304 | Transfer-Encoding: chunked |
            HEAD | 304 | ETag: 1                    |
            HEAD | 304 | Content-Length: 1234       | 1234
            GET  | 204 | ETag: 1                    |
            GET  | 205 | Content-Length: 0          | 0
            HEAD | 404 | Content-Length: 0          |
            """)
    void anAnswerWithoutBodyHasNoLengthButTheUpstreams(String method, int status, String field, String length) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 " + status + " X\r\n" + field + "\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (String version : List.of("1.1", "1.0")) {
                RawClient.Answer answer = proxy.ask(method + " /a HTTP/" + version + "\r\nHost: h\r\nConnection: close\r\n\r\n");
                assertEquals(status, answer.status());
                assertEquals(length, answer.field("Content-Length"));
            }
        }
    }

    @ParameterizedTest(name = "{0} fields of 1000 bytes -> {1}")
    @CsvSource({"70,200", "120,200", "140,502", "400,502"})
    void aHeadThatIsTooLongForTheServerIsABadGateway(int fields, int status) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + ("X-A: " + "a".repeat(993) + "\r\n").repeat(fields) + "Content-Length: 2\r\n\r\nok", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " max=1")) {
            for (int i = 0; i < 2; i++) {
                RawClient.Answer answer = proxy.get("/a");
                assertEquals(status, answer.status());
                assertEquals(status == 200 ? fields : 0, answer.all("X-A").size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=utf-8", "text/html;charset=UTF-8", "Text/HTML; Charset=\"utf-8\"", "text/plain ; a=b", "nothing", "text/html; charset=no-such"})
    void aContentTypePassesByteForByte(String type) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(List.of(type), proxy.get("/a").all("Content-Type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "FOO", "M-SEARCH"})
    void anyMethodIsForwarded(String method) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.ask(method + " /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").status());
            assertEquals(method, upstream.requests().get(0).method());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 206, 226, 299, 301, 304, 400, 404, 418, 451, 499, 500, 503, 599, 600, 799})
    void anyStatusPasses(int status) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(status, proxy.get("/a").status());
        }
    }

    @Test
    void cookiesStayApartAndInOrder() throws Exception {
        String cookies = "Set-Cookie: a=1; Path=/; SameSite=None; Partitioned\r\nX: y\r\nSet-Cookie: b=\"2 3\"; Expires=Wed, 21 Oct 2065 07:28:00 GMT\r\n";
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + cookies + "Content-Length: 0\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(List.of("a=1; Path=/; SameSite=None; Partitioned", "b=\"2 3\"; Expires=Wed, 21 Oct 2065 07:28:00 GMT"), proxy.get("/a").all("Set-Cookie"));
        }
    }

    @Test
    void maxForwardsEndsAtTheProxy() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer trace = proxy.ask("TRACE /a?q HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\nCookie: secret\r\nConnection: close\r\n\r\n");
            assertEquals("message/http", trace.field("Content-Type"));
            assertEquals("TRACE /a?q HTTP/1.1", trace.body().lines().findFirst().orElse(null));
            assertEquals(-1, trace.body().indexOf("secret"));
            assertEquals(200, proxy.ask("OPTIONS /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\nConnection: close\r\n\r\n").status());
            assertEquals(400, proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: x\r\nConnection: close\r\n\r\n").status());
            assertEquals(400, proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: 5\r\nMax-Forwards: 5\r\nConnection: close\r\n\r\n").status());
            assertEquals(400, proxy.ask("OPTIONS /a HTTP/1.1\r\nHost: h\r\nMax-Forwards: 0\r\nMax-Forwards: 5\r\nConnection: close\r\n\r\n").status());
            assertEquals(0, upstream.requests().size());
        }
    }

    @ParameterizedTest(name = "{0} with Host {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPassReverse /a http://{upstream}/x         | www.example.org      | http://{upstream}/x/y?q#f | http://www.example.org/ctx/a/y?q#f
            ProxyPassReverse /a http://{upstream}/x         | www.example.org:8443 | http://{upstream}/x       | http://www.example.org:8443/ctx/a
            ProxyPassReverse /a http://{upstream}/x         | WWW.Example.org:80   | http://{upstream}/x       | http://www.example.org/ctx/a
            ProxyPassReverse /a http://{upstream}/x         | www.example.org.:81  | http://{upstream}/x       | http://www.example.org:81/ctx/a
            ProxyPassReverse /a http://{upstream}/x         | h                    | http://{upstream}/xyz     | http://{upstream}/xyz
            ProxyPassReverse /a /x                          | h                    | /x/y                      | http://h/ctx/a/y
            ProxyPassReverse https://pub/z http://{upstream}/x | h                 | http://{upstream}/x/y     | https://pub/z/y
            """)
    void redirectsAreMappedBackBelowTheContextPath(String reverse, String host, String location, String expected) throws Exception {
        RawUpstream[] self = new RawUpstream[1];
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) peer.send("HTTP/1.1 302 Found\r\nLocation: " + location.replace("{upstream}", self[0].authority()) + "\r\nContent-Length: 0\r\n\r\n");
             })) {
            self[0] = upstream;
            try (ProxyUnderTest proxy = new ProxyUnderTest("/ctx", (HttpServlet) null, "ProxyPass /a http://" + upstream.authority() + "/x", reverse.replace("{upstream}", upstream.authority()))) {
                RawClient.Answer answer = proxy.ask("GET /ctx/a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                assertEquals(expected.replace("{upstream}", upstream.authority()), answer.field("Location"));
                assertEquals("/x", upstream.requests().get(0).target());
            }
        }
    }

    @Test
    void anEarlyLineComesBeforeAllOthersAndBeforeSetEnvIf() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("SetEnvIf X-E early S", "RequestHeader set X-Seen yes env=S", "RequestHeader append X-A late", "RequestHeader set X-A first early",
                     "RequestHeader set X-E early early", "RequestHeader set X-V %{S}e early", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nX-A: client\r\nConnection: close\r\n\r\n").status());
            RawUpstream.Request seen = upstream.await();
            assertEquals("first, late / early / yes / ", seen.field("X-A") + " / " + seen.field("X-E") + " / " + seen.field("X-Seen") + " / " + seen.field("X-V"));
        }
    }

    @Test
    void inASectionAnEarlyLineHasNoEffectAndIsWarnedOf() throws Exception {
        Reading reading = ProxyUnderTest.read("<Location /a>", "RequestHeader set X a early", "</Location>", "ProxyPass /a http://127.0.0.1:1/a");
        assertEquals(List.of("early has no effect in a section, as in httpd: early edits happen before sections are selected"), reading.problems().stream().map(Problem::message).toList());
    }
}
