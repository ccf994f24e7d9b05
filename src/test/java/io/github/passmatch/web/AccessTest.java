package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client without access sees, and who else is protected. */
class AccessTest {

    private static final String CATASTROPHE = "a".repeat(60) + "!";

    /** The application behind the filter. */
    @SuppressWarnings("serial")
    private static final class Application extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("the application");
        }
    }

    private static String withUpstream(String directives, RawUpstream upstream) {
        return directives.replace("{upstream}", upstream.authority());
    }

    @Test
    void theApplicationBehindTheFilterIsProtectedToo() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("/", new Application(), "<Location /admin>", "Require all denied", "</Location>")) {
            assertEquals(403, proxy.get("/admin/x").status());
            assertEquals("the application", proxy.get("/open").body());
        }
    }

    @Test
    void pathsAreThoseBelowTheContextPath() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("/app", new Application(), "<Location /admin>", "Require all denied", "</Location>")) {
            assertEquals(403, proxy.get("/app/admin/x").status());
            assertEquals("the application", proxy.get("/app/open").body());
        }
    }

    /** Containers ignore path parameters and empty segments, and do not see that a rule has rewritten the path. */
    @ParameterizedTest
    @ValueSource(strings = {"/admin/x", "/admin;v=1/x", "/admin;v=1", "/x/..;/admin/x", "/;v=1/admin", "/%61dmin;v=1/x", "//admin/x", "/.;/admin", "/rewritten/x", "/rewritten;v=1/x", "/excluded;v=1/x"})
    void noOtherSpellingOfThePathOpensTheApplication(String path) throws Exception {
        String[] directives = {"MergeSlashes Off", "ProxyPass /excluded !", "RewriteEngine On", "RewriteRule ^/rewritten/(.*)$ /open/$1 [PT]", "<LocationMatch ^/(admin|rewritten|excluded)>", "Require all denied", "</LocationMatch>"};
        for (String context : List.of("/", "/app")) {
            try (ProxyUnderTest proxy = new ProxyUnderTest(context, new Application(), directives)) {
                String prefix = context.equals("/") ? "" : context;
                assertEquals(403, proxy.get(prefix + path).status(), prefix + path);
                assertEquals("the application", proxy.get(prefix + "/open;v=1/admin").body());
            }
        }
    }

    @Test
    void anErrorDocumentOfAnotherPathIsFetchedOnlyIfItsPathIsOpen() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest(withUpstream("ProxyPass / http://{upstream}/\nErrorDocument 403 /sorry\n<Location /x>\nRequire all denied\n</Location>\n<Location /y>\nErrorDocument 403 /x/sorry\nRequire all denied\n</Location>", upstream))) {
            RawClient.Answer open = proxy.get("/x");
            assertEquals("200 ok", open.status() + " " + open.body());
            assertEquals("/sorry", upstream.requests().get(0).target());
            assertEquals(403, proxy.get("/y").status());
            assertEquals(1, upstream.requests().size(), "the document in /x is not fetched for /y");
        }
    }

    @Test
    void anErrorDocumentInTheSameSectionsIsFetched() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest(withUpstream("ProxyPass / http://{upstream}/\nErrorDocument 403 /sorry\n<Location />\nRequire all denied\n</Location>", upstream))) {
            assertEquals("200 ok", proxy.get("/x").status() + " " + proxy.get("/x").body());
            assertEquals("/sorry", upstream.requests().get(0).target());
        }
    }

    @Test
    void aConditionThatNeedsTooManyStepsDoesNotOpenThePath() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest(
                withUpstream("SetEnvIf X-A ^((a+)+)+$ bad\nProxyPass / http://{upstream}/\n<Location />\nOrder Allow,Deny\nAllow from all\nDeny from env=bad\n</Location>", upstream))) {
            assertEquals(403, proxy.ask("GET / HTTP/1.1\r\nHost: h\r\nX-A: " + CATASTROPHE + "\r\nConnection: close\r\n\r\n").status());
            assertEquals(0, upstream.requests().size());
            assertEquals(200, proxy.get("/").status());
        }
    }

    @Test
    void theStatusPageAndTheMetricsShowTheReason() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest(withUpstream("ProxyPass / http://{upstream}/\n<Location /x>\nRequire ip 192.0.2.1\n</Location>", upstream))) {
            assertEquals(403, proxy.get("/x").status());
            String page = proxy.ask("GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body();
            assertTrue(page.contains("access-denied"), page);
            assertEquals(0, upstream.requests().size());
        }
    }
}
