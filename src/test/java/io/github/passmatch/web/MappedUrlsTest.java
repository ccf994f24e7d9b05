package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient.Answer;
import io.github.passmatch.testing.RawUpstream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which scheme, host and port a mapped-back URL and {@code Via} name this server. Expected is what httpd 2.4 answers. */
@Timeout(60)
class MappedUrlsTest {

    private static RawUpstream redirecting(String... fields) throws Exception {
        return new RawUpstream(peer -> {
            while (peer.read() != null)
                peer.send("HTTP/1.1 302 Found\r\nLocation: http://" + peer.localAuthority() + "/app/next\r\n" + String.join("", fields) + "Content-Length: 0\r\n\r\n");
        });
    }

    private static ProxyUnderTest proxy(String contextPath, RawUpstream upstream, String... lines) throws Exception {
        return new ProxyUnderTest(contextPath, null, (String.join("\n", lines) + "\nProxyVia On\nProxyPass /app http://" + upstream.authority() + "/app\nProxyPassReverse /app http://"
                + upstream.authority() + "/app").split("\n"));
    }

    @ParameterizedTest(name = "ServerName {0}, UseCanonicalName {1}, Host {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            www.example.com              | Off | www.example.com     | http://www.example.com        | www.example.com
            www.example.com              | Off | www.example.com:443 | http://www.example.com:443    | www.example.com:443
            www.example.com              | Off | WWW.Example.com.:80 | http://www.example.com        | www.example.com
            www.example.com              | On  | other.example:9999  | http://www.example.com        | www.example.com
            www.example.com:8443         | Off | www.example.com     | http://www.example.com:8443   | www.example.com:8443
            www.example.com:8443         | Off | other.example:9999  | http://other.example:9999     | www.example.com:9999
            www.example.com:8443         | Off | www.example.com:80  | http://www.example.com        | www.example.com
            www.example.com:8443         | On  | www.example.com:80  | http://www.example.com:8443   | www.example.com:8443
            www.example.com:8443         | Off | -                   | http://www.example.com:8443   | www.example.com:8443
            http://www.example.com       | Off | www.example.com     | http://www.example.com        | www.example.com
            https://www.example.com      | Off | www.example.com     | https://www.example.com       | www.example.com
            https://www.example.com      | Off | other.example:9999  | https://other.example:9999    | www.example.com:9999
            https://www.example.com      | Off | www.example.com:443 | https://www.example.com       | www.example.com
            https://www.example.com      | Off | www.example.com:80  | https://www.example.com:80    | www.example.com:80
            https://www.example.com      | Off | [2001:db8::7]:443   | https://[2001:db8::7]         | www.example.com
            https://www.example.com      | Off | -                   | https://www.example.com       | www.example.com
            https://www.example.com      | On  | www.example.com:80  | https://www.example.com       | www.example.com
            https://www.example.com:8443 | Off | www.example.com     | https://www.example.com:8443  | www.example.com:8443
            https://www.example.com:8443 | Off | other.example       | https://other.example:8443    | www.example.com:8443
            https://www.example.com:8443 | Off | www.example.com:443 | https://www.example.com       | www.example.com
            https://www.example.com:8443 | On  | other.example:9999  | https://www.example.com:8443  | www.example.com:8443
            https://www.example.com:80   | Off | www.example.com     | https://www.example.com:80    | www.example.com:80
            http://www.example.com:443   | On  | www.example.com     | http://www.example.com:443    | www.example.com:443
            """)
    void serverNameAndHostMakeTheUrl(String serverName, String canonical, String host, String origin, String via) throws Exception {
        try (RawUpstream upstream = redirecting(); ProxyUnderTest proxy = proxy("/", upstream, "ServerName " + serverName, "UseCanonicalName " + canonical)) {
            Answer answer = proxy.ask(host == null ? "GET /app/go HTTP/1.0\r\n\r\n" : "GET /app/go HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertEquals(origin + "/app/next", answer.field("Location"));
            assertEquals((host == null ? "1.0 " : "1.1 ") + via, answer.field("Via"));
            assertEquals((host == null ? "1.0 " : "1.1 ") + via, upstream.requests().get(0).field("Via"));
        }
    }

    @ParameterizedTest(name = "main server {0}, virtual host {1}, Host {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            https://main.example:8443 | ServerAlias b.example         | b.example     | http://b.example      | main.example
            https://main.example:8443 | ServerAlias b.example         | b.example:443 | http://b.example:443  | main.example:443
            https://main.example:8443 | ServerName b.example          | b.example     | http://b.example      | b.example
            main.example              | ServerName https://b.example  | b.example     | https://b.example     | b.example
            main.example:8443         | ServerName b.example:9443     | b.example     | http://b.example:9443 | b.example:9443
            """)
    void ofTheMainServersNameAVirtualHostHasNeitherSchemeNorPort(String main, String line, String host, String origin, String via) throws Exception {
        try (RawUpstream upstream = redirecting();
             ProxyUnderTest proxy = new ProxyUnderTest("ServerName " + main, "<VirtualHost *>", line, "ProxyVia On", "ProxyPass /app http://" + upstream.authority() + "/app",
                     "ProxyPassReverse /app http://" + upstream.authority() + "/app", "</VirtualHost>")) {
            Answer answer = proxy.ask("GET /app/go HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertEquals(origin + "/app/next", answer.field("Location"));
            assertEquals("1.1 " + via, answer.field("Via"));
        }
    }

    @ParameterizedTest(name = "{0} over plain http")
    @ValueSource(strings = {"https://www.example.com/app/go", "ftp://www.example.com/app/go", "http://www.example.com/app/go"})
    void theSchemeOfTheRequestLineMakesNoUrl(String target) throws Exception {
        try (RawUpstream upstream = redirecting(); ProxyUnderTest proxy = proxy("/", upstream, "ServerName proxy.example.com")) {
            assertEquals("http://www.example.com/app/next", proxy.get(target).field("Location"));
            assertEquals("www.example.com", upstream.requests().get(0).field("X-Forwarded-Host"));
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /gw | ProxyPassReverseCookiePath /app /app    | sid=1; Path=/gw/app; HttpOnly
            /gw | ProxyPassReverseCookiePath /app /       | sid=1; Path=/gw/; HttpOnly
            /gw | ProxyPassReverseCookiePath / /shop/     | sid=1; Path=/gw/shop/app; HttpOnly
            /gw | ProxyPassReverseCookiePath /other /shop | sid=1; Path=/app; HttpOnly
            /gw | ProxyPassReverseCookieDomain x /y       | sid=1; Path=/app; HttpOnly
            /gw | ProxyPassReverseCookiePath /app app     | sid=1; Path=app; HttpOnly
            /gw | # none                                  | sid=1; Path=/app; HttpOnly
            /   | ProxyPassReverseCookiePath /app /shop   | sid=1; Path=/shop; HttpOnly
            """)
    void aMappedCookiePathIsBelowTheContextPathAsLocationIs(String contextPath, String line, String cookie) throws Exception {
        try (RawUpstream upstream = redirecting("Set-Cookie: sid=1; Path=/app; HttpOnly\r\n"); ProxyUnderTest proxy = proxy(contextPath, upstream, line)) {
            String context = contextPath.equals("/") ? "" : contextPath;
            Answer answer = proxy.get(context + "/app/login");
            assertEquals("http://www.example.org" + context + "/app/next", answer.field("Location"));
            assertEquals(cookie, answer.field("Set-Cookie"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/x/../gw/app/a", "/./gw/app/a", "/%67w/app/a", "/gw;v=1/app/a"})
    void theContextPathIsWrittenAsItWasDeployed(String target) throws Exception {
        try (RawUpstream upstream = redirecting("Set-Cookie: sid=1; Path=/app\r\n"); ProxyUnderTest proxy = proxy("/gw", upstream, "ProxyPassReverseCookiePath /app /app")) {
            Answer answer = proxy.get(target);
            assertEquals("http://www.example.org/gw/app/next", answer.field("Location"));
            assertEquals("sid=1; Path=/gw/app", answer.field("Set-Cookie"));
        }
    }
}
