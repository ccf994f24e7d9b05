package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In standalone mode, the access log and the log also show requests that no rule matches, and requests that the server refuses. */
@Timeout(60)
class StandaloneTellingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /b HTTP/1.1\\r\\nHost: h               | 404 | no-rule
            GET /a/no HTTP/1.1\\r\\nHost: h            | 404 | no-rule
            GET /a%zz HTTP/1.1\\r\\nHost: h            | 400 | by-server
            GET /a HTTP/1.1\\r\\nHost: h:99999         | 400 | by-server
            GET /a HTTP/1.1\\r\\nHost: h\\r\\nExpect: x | 417 | by-server
            """)
    void requestsThatTheServerAnswersAreLogged(String head, int status, String reason) throws Exception {
        StandaloneServer server = new StandaloneServer(ProxyUnderTest.read("PassmatchAccessLog Text", "ProxyPass /a/no !", "ProxyPass /a http://127.0.0.1:1"), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        try (LogLines access = LogLines.only("passmatch.access"); LogLines log = LogLines.only("passmatch")) {
            server.start();
            for (int i = 0; i < 3; i++) assertEquals(status, RawClient.ask(server.port(), head.replace("\\r\\n", "\r\n") + "\r\nConnection: close\r\n\r\n").status());
            for (String line : access.await(3)) assertTrue(line.contains(" " + status + " ") && line.endsWith(" own:" + reason), line);
            assertEquals(1, log.lines().stream().filter(line -> line.contains("(own:" + reason + ")")).count(), log.lines()::toString);
        } finally {
            server.stop();
        }
    }
}
