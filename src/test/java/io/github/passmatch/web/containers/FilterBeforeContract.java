package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ActingFilter;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.Http2Client;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter of somebody else's stands before the proxy in a stock container; and what the container itself would change in a request or an answer. The rule has one connection, so one that is not given back is missed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class FilterBeforeContract {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Container container;
    private RawUpstream upstream;
    private RunningContainer running;
    private volatile String answer = RawUpstream.OK;

    FilterBeforeContract(Container container) {
        this.container = container;
    }

    boolean isTomcat() {
        return container == Container.TOMCAT_10 || container == Container.TOMCAT_11;
    }

    @BeforeAll
    void deploy() throws Exception {
        upstream = new RawUpstream(peer -> {
            while (peer.read() != null) peer.send(answer);
        });
        Path base = BuiltWar.workDirectory("before-" + container.name().toLowerCase(Locale.ROOT));
        Path file = Files.writeString(base.resolve("rules.conf"), "ProxyPass / http://" + upstream.authority() + "/ max=1 acquire=2s\n");
        String before = "<filter><filter-name>before</filter-name><filter-class>" + ActingFilter.class.getName() + "</filter-class><async-supported>true</async-supported></filter>"
                + "<filter-mapping><filter-name>before</filter-name><url-pattern>/*</url-pattern></filter-mapping>"
                + "<servlet><servlet-name>parts</servlet-name><servlet-class>" + ActingFilter.Parts.class.getName().replace("$", "\\$") + "</servlet-class><multipart-config/></servlet>"
                + "<servlet-mapping><servlet-name>parts</servlet-name><url-pattern>/parts/*</url-pattern></servlet-mapping>";
        Path war = BuiltWar.variant(base.resolve("before.war"), Map.of("WEB-INF/web.xml", BuiltWar.entry("WEB-INF/web.xml").replaceFirst("<filter>", before + "<filter>")));
        BuiltWar.addClass(war, ActingFilter.class);
        running = container.start(base, Map.of("ROOT", war), Map.of("PASSMATCH_CONFIG", file.toString()), ContainerProcess.ownJdk(), "http2c");
    }

    @AfterAll
    void stop() throws Exception {
        if (running != null) running.close();
        upstream.close();
    }

    /** The acts of the filter, divided by {@code &}, as fields. */
    private static String acts(String acts) {
        return acts == null ? "" : Arrays.stream(acts.split(" & ")).map(act -> "X-Act: " + act.strip() + "\r\n").collect(Collectors.joining());
    }

    private RawClient.Answer ask(String method, String target, String acts, String fieldsAndBody) throws Exception {
        return RawClient.ask(running.port(), method + " " + target + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n" + acts(acts) + fieldsAndBody);
    }

    private RawClient.Answer get(String acts, String fields) throws Exception {
        answer = "HTTP/1.1 200 OK\r\n" + (fields == null ? "" : fields.replace("; ;", "\r\n") + "\r\n") + "Content-Length: 2\r\n\r\nok";
        return ask("GET", "/x", acts, "\r\n");
    }

    @ParameterizedTest(name = "{0}; upstream {1} -> {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            set Access-Control-Allow-Origin *       | Access-Control-Allow-Origin: https://a.example | Access-Control-Allow-Origin | https://a.example
            set X-XSS-Protection 0                  | x-xss-protection: 1                            | X-XSS-Protection            | 1
            add X-A 1 & add X-A 2                    | X-A: 3; ;X-A: 4                                | X-A                         | 3, 4
            add Cache-Control no-store              | Cache-Control: public                          | Cache-Control               | public
            set Date now & set Server mine           | Server: theirs                                 | Server                      | theirs
            set X-Frame-Options DENY                |                                                | X-Frame-Options             | DENY
            cookie a 1                              | Set-Cookie: b=2; ;Set-Cookie: c=3              | Set-Cookie                  | a=1, b=2, c=3
            set Vary Origin                         | Vary: Accept-Encoding                          | Vary                        | Origin, Accept-Encoding
            set Link </a>                           | Link: </b>                                     | Link                        | </a>, </b>
            locale de                               | Content-Language: en                           | Content-Language            | en
            locale de                               |                                                | Content-Language            | de
            length 7                                |                                                | Content-Length              | 2
            type text/html                          | Content-Type: image/png                        | Content-Type                | image/png
            charset UTF-8                           | Content-Type: image/png                        | Content-Type                | image/png
            charset UTF-8 & type text/html           | Content-Type: application/json                 | Content-Type                | application/json
            type text/html;charset=iso-8859-15      | Content-Type: text/html; charset=utf-8         | Content-Type                | text/html; charset=utf-8
            locale ja                               | Content-Type: text/html                        | Content-Type                | text/html
            set Content-Type text/html              | content-type: text/css                         | Content-Type                | text/css
            """)
    void theUpstreamsFieldsReplaceThoseThatTheFilterHasSetButCookiesAndListsStayBesideThem(String acts, String fields, String name, String expected) throws Exception {
        RawClient.Answer answer = get(acts, fields);
        assertEquals(200, answer.status());
        assertEquals(expected, String.join(", ", answer.all(name)));
        assertEquals("ok", answer.body());
    }

    @Test
    void aLengthThatTheFilterHasSetDoesNotHoldForABodyOfUnknownLength() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        RawClient.Answer got = ask("GET", "/x", "length 2", "\r\n");
        assertNull(got.field("Content-Length"));
        assertEquals("hello", got.body());
        assertTrue(got.complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=utf-8", "text/html;charset=UTF-8", "Text/HTML; Charset=\"utf-8\"", "multipart/mixed; charset=x; boundary=abc", "text/html; charset=no-such", "image/png",
            "application/json", "text/plain ; a=b", "nothing", "text/html; charset=utf-8; charset=latin1", "text/html;charset=", "text/xml;  charset=ISO-8859-1", "video/mp4; codecs=\"a, b\""})
    void aContentTypePassesByteForByte(String type) throws Exception {
        assertEquals(List.of(type), get(null, "Content-Type: " + type).all("Content-Type"));
        assertEquals(List.of(type), get("charset UTF-16 & type text/html", "Content-Type: " + type).all("Content-Type"));
    }

    @Test
    void ourOwnAnswersKeepNothingOfWhatTheFilterHasSetForTheBody() throws Exception {
        answer = "nothing of HTTP";
        RawClient.Answer got = ask("GET", "/x", "set Content-Encoding gzip & type text/html & length 5 & locale de", "\r\n");
        assertEquals(502, got.status());
        assertEquals(List.of(), got.all("Content-Encoding"));
        assertEquals(List.of(), got.all("Content-Language"));
        assertEquals("502 Bad Gateway\n", got.body());
    }

    @ParameterizedTest(name = "{0} {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            POST | /x         | parameters | a=1&b=2
            POST | /x         | parameters | a=1&a=+&a=x+y
            POST | /x?q=7&q=8 | parameters | b=2&a=%C3%A4&c=%26%3D
            POST | /x?a=1     | parameters | a=2
            POST | /x?q=1     | parameters | name=J.%20R.%20%22Bob%22%20Dobbs
            POST | /x         | parameters | a=
            PUT  | /x?q=1     | form-content | a=1&b=%C3%A4
            """)
    void aFormThatWasReadBeforeReachesTheUpstreamAsItWas(String method, String target, String acts, String body) throws Exception {
        int before = upstream.requests().size();
        answer = RawUpstream.OK;
        int status = ask(method, target, acts, "Content-Type: " + FORM + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).status();
        assertEquals(200, status);
        RawUpstream.Request seen = upstream.requests().get(before);
        assertEquals(body, seen.body());
        assertEquals(target, seen.target());
        assertEquals(List.of(Integer.toString(body.length())), seen.all("Content-Length"));
    }

    @ParameterizedTest(name = "after {0}, {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            parameters | application/x-www-form-urlencoded | 200
            stream     | application/x-www-form-urlencoded | 500
            stream     | text/plain                        | 500
            byte       | text/plain                        | 500
            """)
    void aBodyThatTheClientHeldBackUntilItWasAskedForCountsAlike(String acts, String type, int status) throws Exception {
        answer = RawUpstream.OK;
        try (RawClient client = new RawClient(running.port())) {
            client.send("POST /x HTTP/1.1\r\nHost: h\r\n" + acts(acts) + "Expect: 100-continue\r\nContent-Type: " + type + "\r\nContent-Length: 7\r\n\r\na=1&b=2");
            assertEquals(status, client.read().status());
        }
        if (status == 200) assertEquals("a=1&b=2", upstream.requests().get(upstream.requests().size() - 1).body());
    }

    /** The Servlet API groups parameters by name and puts those of the query first; and it does not tell how a blank was written. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /x     | a=1&b=2&a=3
            /x?a=1 | b=2&a=3
            /x     | a=%20+
            /x     | a
            """)
    void aFormWhoseBytesAreNotCertainIsRefused(String target, String body) throws Exception {
        int before = upstream.requests().size();
        assertEquals(500, ask("POST", target, "parameters", "Content-Type: " + FORM + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).status());
        assertEquals(before, upstream.requests().size());
    }

    @Test
    void aLongFormIsWrittenAgainFromItsParameters() throws Exception {
        String body = "text=" + "a+b%C3%9F*-._".repeat(2000) + "&end=1";
        int before = upstream.requests().size();
        answer = RawUpstream.OK;
        assertEquals(200, ask("POST", "/x?q=1", "parameters", "Content-Type: " + FORM + "; charset=utf-8\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).status());
        assertEquals(body, upstream.requests().get(before).body());
    }

    @Test
    void aFormOfSomebodyElseIsNeverSentInItsPlace() throws Exception {
        answer = RawUpstream.OK;
        for (String body : List.of("secret=1234", "secret=5678", "public=5678", "secret=9999")) {
            int before = upstream.requests().size();
            assertEquals(200, ask("POST", "/x", "parameters", "Content-Type: " + FORM + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).status());
            assertEquals(body, upstream.requests().get(before).body());
        }
    }

    @ParameterizedTest(name = "{0} {1} after {2}, {3}, chunked: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            POST  | /x       | stream     | text/plain                        | false
            POST  | /x       | stream     | text/plain                        | true
            PUT   | /x       | stream     | application/x-www-form-urlencoded | false
            POST  | /x       | reader     | application/json                  | false
            POST  | /x       | reader     | application/json                  | true
            PATCH | /x       | byte       | text/plain                        | false
            POST  | /x       | parameters | application/x-www-form-urlencoded | true
            POST  | /parts/x | parts      | multipart/form-data; boundary=b   | false
            POST  | /parts/x | parts      | multipart/form-data; boundary=b   | true
            """)
    void aBodyThatWasReadBeforeIsAnErrorOfTheServerWithACure(String method, String target, String acts, String type, boolean chunked) throws Exception {
        int before = upstream.requests().size();
        String body = type.startsWith("multipart") ? "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n" : "abc=1";
        String framed = chunked ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : "Content-Length: " + body.length() + "\r\n\r\n" + body;
        assertEquals(500, ask(method, target, acts, "Content-Type: " + type + "\r\n" + framed).status());
        assertEquals(before, upstream.requests().size());
        running.process().awaitLine("own:body-already-read.*move the filter-mapping of Passmatch before");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            POST | Transfer-Encoding: chunked~~~~0~~~~
            POST | Content-Length: 0~~~~
            POST | Content-Type: application/x-www-form-urlencoded~~Content-Length: 0~~~~
            GET  | ~~
            """)
    void aBodyThatIsEmptyHasNotBeenRead(String method, String framed) throws Exception {
        answer = RawUpstream.OK;
        assertEquals(200, ask(method, "/x?a=1", "parameters", framed.replace("~~", "\r\n")).status());
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} (Tomcat {4})")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | 304 | X-None: 1                  |      |
            GET  | 304 | Content-Length: 1234       | 1234 |
            GET  | 304 | Content-Length: 0          |      |
            GET  | 304 | Transfer-Encoding: chunked |      |
            HEAD | 304 | X-None: 1                  |      |
            HEAD | 304 | Content-Length: 1234       | 1234 |
            HEAD | 200 | X-None: 1                  |      |
            HEAD | 200 | Content-Length: 0          |      |
            HEAD | 200 | Content-Length: 5000000000 | 5000000000 | 5000000000
            HEAD | 404 | Content-Length: 7          | 7    | 7
            HEAD | 200 | Transfer-Encoding: chunked |      |
            GET  | 204 | X-None: 1                  |      |
            HEAD | 204 | X-None: 1                  |      |
            GET  | 205 | Content-Length: 0          | 0    | 0
            """)
    void anAnswerWithoutBodyHasNoLengthButTheUpstreams(String method, int status, String field, String expected, String onTomcat) throws Exception {
        answer = "HTTP/1.1 " + status + " X\r\nETag: \"x\"\r\n" + field + "\r\n\r\n";
        RawClient.Answer got = ask(method, "/x", null, "\r\n");
        assertEquals(status, got.status());
        assertEquals(isTomcat() ? onTomcat : expected, got.field("Content-Length"));
        assertEquals("\"x\"", got.field("ETag"));
    }

    @Test
    void aConnectionGoesOnAfterAnswersWithoutBody() throws Exception {
        try (RawClient client = new RawClient(running.port())) {
            for (String status : List.of("304", "204", "304", "205")) {
                answer = "HTTP/1.1 " + status + " X\r\n" + (status.equals("304") ? "Content-Length: 99\r\n" : status.equals("205") ? "Content-Length: 0\r\n" : "") + "\r\n";
                assertEquals(Integer.parseInt(status), client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").read().status());
            }
            answer = RawUpstream.OK;
            assertEquals("ok", client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").read().body());
        }
    }

    @ParameterizedTest(name = "{0} cookies of 1000 bytes -> {1}")
    @CsvSource({"5,200", "7,200", "40,502", "9,tomcat", "200,502"})
    void aHeadThatTheContainerCannotSendIsABadGatewayWithAReason(int cookies, String expected) throws Exception {
        answer = "HTTP/1.1 200 OK\r\n" + ("Set-Cookie: c=" + "a".repeat(1000) + "\r\n").repeat(cookies) + "Content-Length: 2\r\n\r\nok";
        int status = expected.equals("tomcat") ? isTomcat() ? 502 : 200 : Integer.parseInt(expected);
        RawClient.Answer got = ask("GET", "/x", null, "\r\n");
        assertEquals(status, got.status());
        assertEquals(status == 200 ? cookies : 0, got.all("Set-Cookie").size());
        if (status == 502) running.process().awaitLine("own:response-head-limit.*maxHttpResponseHeaderSize");
    }

    /** Tomcat has no limit there, and Jetty would end the whole connection. */
    @ParameterizedTest
    @ValueSource(ints = {5, 40, 200})
    void aHeadThatIsTooLongForHttp2EndsNoConnection(int cookies) throws Exception {
        answer = "HTTP/1.1 200 OK\r\n" + ("Set-Cookie: c=" + "a".repeat(1000) + "\r\n").repeat(cookies) + "Content-Length: 2\r\n\r\nok";
        try (Http2Client client = new Http2Client(running.port())) {
            assertTrue(client.get("/x", List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 X\r\n", "304 X\r\n", "304 X\r\nContent-Length: 9\r\n", "205 X\r\nContent-Length: 0\r\n", "205 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"})
    void anAnswerWithoutBodyComesToItsEndByHttp2(String head) throws Exception {
        answer = "HTTP/1.1 " + head + "\r\n";
        try (Http2Client client = new Http2Client(running.port())) {
            assertTrue(client.get("/x", List.of()));
        }
    }

    @Test
    void cookiesOfHttp2AreOneField() throws Exception {
        int before = upstream.requests().size();
        answer = RawUpstream.OK;
        try (Http2Client client = new Http2Client(running.port())) {
            client.get("/x", List.of(new String[] {"cookie", "a=1"}, new String[] {"x-other", "1"}, new String[] {"cookie", "b=\"2\""}, new String[] {"cookie", "sid=xyz"}));
        }
        assertEquals(List.of("a=1; b=\"2\"; sid=xyz"), upstream.requests().get(before).all("Cookie"));
    }

    @Test
    void cookieFieldsOfHttp11StayAsTheyAre() throws Exception {
        int before = upstream.requests().size();
        answer = RawUpstream.OK;
        assertEquals(200, ask("GET", "/x", null, "Cookie: a=1\r\nCookie: b=2\r\n\r\n").status());
        assertEquals(List.of("a=1", "b=2"), upstream.requests().get(before).all("Cookie"));
    }

    /** ISO-8859-1, GBK and UTF-8, and bytes that are none of these. */
    @ParameterizedTest
    @ValueSource(strings = {"/b\u00e4r", "/x?q=\u00e4&r=\u00c3\u00a4", "/x?q=\u00c4\u00e3", "/\u00c3\u00a4?\u00c3\u00a4", "/\u00ff\u00fe", "/x?\u0080\u00ff", "/x/\u00ef\u00bf\u00bd"})
    void rawBytesOfATargetPassOrAreRefusedAndAreNeverChanged(String target) throws Exception {
        answer = RawUpstream.OK;
        for (boolean http2 : new boolean[] {false, true}) {
            int before = upstream.requests().size();
            if (http2) {
                try (Http2Client client = new Http2Client(running.port())) {
                    client.get(target, List.of());
                }
            } else {
                RawClient.Answer got = ask("GET", target, null, "\r\n");
                assertTrue(got.status() == 200 || got.status() == 400, got.toString());
            }
            for (RawUpstream.Request seen : upstream.requests().subList(before, upstream.requests().size())) assertEquals(escaped(target), escaped(seen.target()), "by HTTP/2: " + http2);
        }
        assertFalse(running.process().log().contains("UTFDataFormatException"));
    }

    private static String escaped(String target) {
        StringBuilder out = new StringBuilder();
        for (char c : target.toCharArray()) out.append(c > 127 ? String.format("%%%02X", (int) c) : String.valueOf(c));
        return out.toString();
    }

    @Test
    void rawBytesOfFieldsPassInBothDirections() throws Exception {
        String bytes = "gr\u00c3\u00bc\u00c3\u009fe \u00fe\u00ff \u00e4";
        int before = upstream.requests().size();
        answer = "HTTP/1.1 200 OK\r\nX-Back: " + bytes + "\r\nSet-Cookie: c=" + bytes + "\r\nLocation: /" + bytes.replace(' ', '+') + "\r\nContent-Length: 0\r\n\r\n";
        RawClient.Answer got = ask("GET", "/x", null, "X-There: " + bytes + "\r\nReferer: http://h/" + bytes + "\r\nCookie: c=" + bytes + "\r\n\r\n");
        RawUpstream.Request seen = upstream.requests().get(before);
        assertEquals(List.of(bytes, "http://h/" + bytes, "c=" + bytes), List.of(seen.field("X-There"), seen.field("Referer"), seen.field("Cookie")));
        assertEquals(List.of(bytes, "c=" + bytes, "/" + bytes.replace(' ', '+')), List.of(got.field("X-Back"), got.field("Set-Cookie"), got.field("Location")));
    }
}
