package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawClient.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In standalone mode, nothing follows the filter, which answers requests that no rule matches as httpd answers requests for which there is no file. */
@Timeout(60)
class NoRuleTest {

    @ParameterizedTest
    @ValueSource(strings = {"/b", "/a/no"})
    void theAnswerHasTheFieldsOfHeaderAlways(String path) throws Exception {
        Answer answer = get(path, "Header always set Strict-Transport-Security max-age=1", "Header set X-Success 1");
        assertEquals(404, answer.status());
        assertEquals(List.of("max-age=1"), answer.all("Strict-Transport-Security"));
        assertEquals(List.of(), answer.all("X-Success"));
        assertEquals("404 Not Found: no ProxyPass or ProxyPassMatch rule matches this path.\n", answer.body());
    }

    @Test
    void theAnswerIsTheErrorDocument() throws Exception {
        Answer answer = get("/b", "ErrorDocument 404 \"nothing here\"");
        assertEquals(404, answer.status());
        assertEquals("nothing here", answer.body());
    }

    private static Answer get(String path, String... lines) throws Exception {
        String[] all = Stream.concat(Stream.of(lines), Stream.of("ProxyPass /a/no !", "ProxyPass /a http://127.0.0.1:1")).toArray(String[]::new);
        StandaloneServer server = new StandaloneServer(ProxyUnderTest.read(all), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        try {
            server.start();
            return RawClient.ask(server.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        } finally {
            server.stop();
        }
    }
}
