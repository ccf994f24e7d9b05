package io.github.passmatch.web.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.passmatch.testing.AddressRewritingFilter;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawClient.Answer;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A container, or a filter before this one, that replaces the client's address and scheme by what header fields say. The contexts: {@code plain}, {@code filter} with such a
 * filter, {@code valve} and {@code ipfilter} with Tomcat's RemoteIpValve and RemoteIpFilter. Jetty runs its ForwardedRequestCustomizer for all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class RewrittenAddressContract {

    private static final String VALVE = "<Context><Valve className=\"org.apache.catalina.valves.RemoteIpValve\" protocolHeader=\"X-Forwarded-Proto\"/></Context>";

    private final Container container;
    private final List<String> contexts;
    private RawUpstream upstream;
    private RunningContainer running;

    RewrittenAddressContract(Container container) {
        this.container = container;
        this.contexts = isTomcat() ? List.of("plain", "filter", "valve", "ipfilter") : List.of("plain", "filter");
    }

    private boolean isTomcat() {
        return container == Container.TOMCAT_10 || container == Container.TOMCAT_11;
    }

    List<String> contexts() {
        return contexts;
    }

    @BeforeAll
    void deploy() throws Exception {
        upstream = new RawUpstream(peer -> {
            while (peer.read() != null) peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: sid=1; Path=/shop\r\nContent-Length: 2\r\n\r\nok");
        });
        Path base = BuiltWar.workDirectory("rewritten-" + container.name().toLowerCase(Locale.ROOT));
        Path file = Files.writeString(base.resolve("rules.conf"), """
                PassmatchServerTiming Loopback
                PassmatchForwarded X-Forwarded
                ProxyPass /admin !
                ProxyPassReverseCookiePath /shop /shop
                <VirtualHost *>
                ServerName localhost
                ProxyPass / http://%1$s/
                </VirtualHost>
                <VirtualHost *>
                ServerName two.example
                ProxyPass / http://%1$s/two/
                </VirtualHost>
                """.formatted(upstream.authority()));
        Path wars = Files.createDirectories(base.resolve("wars"));
        Map<String, Path> webapps = new HashMap<>(Map.of("plain", BuiltWar.path(), "filter", withFilter(wars.resolve("filter.war"), AddressRewritingFilter.class.getName())));
        BuiltWar.addClass(webapps.get("filter"), AddressRewritingFilter.class);
        if (isTomcat()) webapps.put("valve", BuiltWar.variant(wars.resolve("valve.war"), Map.of("META-INF/context.xml", VALVE)));
        if (isTomcat()) webapps.put("ipfilter", withFilter(wars.resolve("ipfilter.war"), "org.apache.catalina.filters.RemoteIpFilter"));
        running = container.start(base, webapps, Map.of("PASSMATCH_CONFIG", file.toString()), ContainerProcess.ownJdk(), "http-forwarded", "http2c");
    }

    private static Path withFilter(Path war, String type) throws Exception {
        String filter = "<filter><filter-name>before</filter-name><filter-class>" + type + "</filter-class><async-supported>true</async-supported></filter>"
                + "<filter-mapping><filter-name>before</filter-name><url-pattern>/*</url-pattern></filter-mapping>";
        return BuiltWar.variant(war, Map.of("WEB-INF/web.xml", BuiltWar.entry("WEB-INF/web.xml").replaceFirst("<filter>", filter + "<filter>")));
    }

    @AfterAll
    void stop() throws Exception {
        if (running != null) running.close();
        upstream.close();
    }

    private Answer ask(String method, String target, String... fields) throws Exception {
        String all = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return RawClient.ask(running.port(), method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + all + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }

    /** Tomcat's own valve and filter mark each request, and take away the fields by which one could tell whether they have changed it. */
    @ParameterizedTest
    @MethodSource("contexts")
    void aClientOfThisMachineSeesTheStatusPageAndTheTimesWhereItsAddressCanBeKnown(String context) throws Exception {
        boolean known = context.equals("plain") || context.equals("filter");
        assertEquals(known, isStatusPage(ask("GET", "/" + context + "/passmatch-status")));
        assertEquals(known ? 1 : 0, ask("GET", "/" + context + "/x").all("Server-Timing").size());
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void whoIsOfThisMachineByAHeaderFieldAloneSeesNeither(String context) throws Exception {
        List<String> seen = new ArrayList<>();
        for (String field : List.of("X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 127.0.0.1, 203.0.113.9", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "Forwarded: for=127.0.0.1;host=localhost",
                "X-Forwarded-For: ::1", "X-Forwarded-For: [::1]")) {
            for (String method : List.of("GET", "POST")) {
                if (isStatusPage(ask(method, "/" + context + "/passmatch-status", field))) seen.add(method + " " + field);
                if (!ask(method, "/" + context + "/x", field).all("Server-Timing").isEmpty()) seen.add("times: " + method + " " + field);
            }
        }
        assertEquals(List.of(), seen);
    }

    private static boolean isStatusPage(Answer answer) {
        return answer.field("Content-Security-Policy") != null;
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void theSchemeIsWhatTheConfigurationOfTheContainerMakesOfIt(String context) throws Exception {
        ask("GET", "/" + context + "/scheme", "X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.9");
        boolean rewrites = !isTomcat() || !context.equals("plain");
        assertEquals(List.of(rewrites ? "https" : "http"), last().all("X-Forwarded-Proto"));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void theSchemeOfTheRequestLineDoesNotCount(String context) throws Exception {
        assertEquals(200, ask("GET", "https://localhost/" + context + "/scheme").status());
        assertEquals(List.of("http"), last().all("X-Forwarded-Proto"));
        assertEquals(List.of("80"), last().all("X-Forwarded-Port"));
    }

    @Test
    void theSchemeOfTheRequestLineLosesAgainstTheConfiguration() throws Exception {
        Assumptions.assumeFalse(isTomcat());
        ask("GET", "https://localhost/plain/scheme", "X-Forwarded-Proto: http");
        assertEquals(List.of("http"), last().all("X-Forwarded-Proto"));
        ask("GET", "http://localhost/plain/scheme", "X-Forwarded-Proto: https");
        assertEquals(List.of("https"), last().all("X-Forwarded-Proto"));
        ask("GET", "https://localhost/plain/scheme", "X-Forwarded-Proto: https");
        assertEquals(List.of("https"), last().all("X-Forwarded-Proto"));
    }

    /** In HTTP/2 the scheme is a field that the client sends with every request (RFC 9113 §8.3.1). */
    @Test
    void theSchemeOfAnHttp2RequestDoesNotCountEither() throws Exception {
        Assumptions.assumeFalse(isTomcat(), "its stock connector speaks no HTTP/2");
        for (String scheme : List.of("https", "http")) {
            int before = upstream.requests().size();
            try (Socket socket = new Socket("127.0.0.1", running.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(http2Get(scheme, "/plain/h2"));
                while (upstream.requests().size() == before) assertNotEquals(-1, socket.getInputStream().read());     // until the answer, which comes after the upstream's
            }
            assertEquals("/h2", last().target());
            assertEquals(List.of("http"), last().all("X-Forwarded-Proto"));
        }
    }

    /** The preface, empty SETTINGS, and HEADERS with literal fields (RFC 9113 §3.4, §6.2; RFC 7541 §6.2.2). */
    private static byte[] http2Get(String scheme, String path) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String[] field : new String[][] {{":method", "GET"}, {":scheme", scheme}, {":path", path}, {":authority", "localhost"}}) {
            fields.write(0);
            for (String text : field) {
                fields.write(text.length());
                fields.writeBytes(text.getBytes(ISO_8859_1));
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        all.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        all.writeBytes(new byte[] {0, 0, (byte) fields.size(), 1, 5, 0, 0, 0, 1});
        all.writeBytes(fields.toByteArray());
        return all.toByteArray();
    }

    private RawUpstream.Request last() {
        return upstream.requests().get(upstream.requests().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/admin", "//plain/admin", "///plain//admin", "/./plain/admin", "/x/../plain/admin", "/%70lain/admin", "/plain;v=1/admin", "/plain/./admin",
            "/plain/x/../admin", "/x/..;/plain/admin", "/x/%2e%2e/plain/admin", "/plain/../plain/admin", "/plain/%61dmin"})
    void anExcludedPathIsNeverForwardedHoweverTheContextPathIsWritten(String target) throws Exception {
        int before = upstream.requests().size();
        assertNotEquals(200, ask("GET", target).status());
        assertEquals(before, upstream.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/y", "//plain/y", "/./plain/y", "/x/../plain/y", "/%70lain/y", "/plain;v=1/y"})
    void whatIsForwardedIsThePathBelowTheContextPath(String target) throws Exception {
        if (ask("GET", target).status() == 200) assertEquals("/y", last().target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://two.example/plain/y", "http://TWO.example:8080/plain/y"})
    void theHostOfAnAbsoluteTargetIsTheHostOfAnHttp10RequestWithoutHostField(String target) throws Exception {
        assertEquals(200, RawClient.ask(running.port(), "GET " + target + " HTTP/1.0\r\n\r\n").status());
        assertEquals("/two/y", last().target());
        assertEquals(200, RawClient.ask(running.port(), "GET /plain/y HTTP/1.0\r\n\r\n").status());
        assertEquals("/y", last().target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/shop", "//plain/shop", "/x/../plain/shop", "/%70lain/shop"})
    void aMappedCookiePathIsBelowTheContextPathAsItWasDeployed(String target) throws Exception {
        Answer answer = ask("GET", target);
        if (answer.status() == 200) assertEquals("sid=1; Path=/plain/shop", answer.field("Set-Cookie"));
    }
}
