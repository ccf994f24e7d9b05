package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter in front of a webapp: what no rule takes reaches it untouched. */
@Timeout(60)
class WebappTest {

    private static HttpServlet legacy() {
        return new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print("legacy " + request.getPathInfo() + request.getServletPath() + " p=" + request.getParameter("p"));
            }

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                doPost(request, response);
            }
        };
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /ctx/new/x     | /n/x
            /ctx/new       | /n
            /ctx/new%2f/x  |
            /ctx/new/out/y |
            /ctx/newer     |
            /ctx/          |
            /ctx;v=1/new/z | /n/z
            /%63tx/new/z   | /n/z
            /./ctx/new/z   | /n/z
            /x/../ctx/new/z | /n/z
            /./ctx/new/out/y |
            /x/../ctx/new/out/y |
            /ctx/../ctx/new/out/y |
            /x/..;/ctx/new/out/y |
            /x/%2e%2e/ctx/new/out/y |
            /%63tx/new/out/y |
            //ctx/new/out/y |
            """)
    void onlyWhatARuleTakesIsProxied(String path, String target) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("/ctx", legacy(), "ProxyPass /new/out !", "ProxyPass /new http://" + upstream.authority() + "/n")) {
            proxy.get(path);
            assertEquals(target, upstream.requests().isEmpty() ? null : upstream.requests().get(0).target());
        }
    }

    @Test
    void theWebappGetsItsBodyAndParameters() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("/", legacy(), "ProxyPass /new http://127.0.0.1:1/")) {
            String form = "POST /old HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\nConnection: close\r\n\r\np=a+b";
            assertTrue(proxy.ask(form).body().endsWith("p=a b"));
        }
    }

    @Test
    void noProxyLetsEverythingPass() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("/", legacy(), "SetEnv no-proxy 1", "ProxyPass / http://127.0.0.1:1/")) {
            assertTrue(proxy.get("/x").body().startsWith("legacy"));
        }
    }

    @Test
    void aBadConfigurationNamesAllItsErrors() {
        ConfigException e = assertThrows(ConfigException.class, () -> ProxyUnderTest.read("ProxyPass /a http://h/ enableuse=on", "ProxyPas /b http://h/"));
        assertEquals("""
                test.conf:1:24: error: unknown parameter "enableuse" [unknown-parameter]
                    ProxyPass /a http://h/ enableuse=on
                                           ^ did you mean "enablereuse"?
                test.conf:2:1: error: unknown directive "ProxyPas" [unknown-directive]
                    ProxyPas /b http://h/
                    ^ did you mean "ProxyPass"?""", e.getMessage());
    }
}
