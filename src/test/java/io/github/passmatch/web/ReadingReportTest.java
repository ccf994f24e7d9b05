package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.IgnoredLines;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The log of the start shows warnings and notes in the same form as {@code check}. */
class ReadingReportTest {

    @Test
    void warningsAndNotesAreLoggedAsCheckPrintsThem() throws Exception {
        Reading reading = ProxyUnderTest.read("ServerAdmin a@example.org", "KeepAlive On", "SetEnv proxy-keepalive 1", "ProxyPass /a http://127.0.0.1:1 timeout=500ms");
        List<String> printed = reading.problems().stream().filter(problem -> !IgnoredLines.isOne(problem)).map(Problem::render).toList();
        assertTrue(printed.stream().anyMatch(line -> line.matches("(?s)test\\.conf:2:1: note: KeepAlive .* \\[keepalive-of-clients].*")), printed::toString);
        assertTrue(printed.stream().anyMatch(line -> line.contains(": warning: ")), printed::toString);
        try (LogLines log = LogLines.only("passmatch.report")) {
            ReadingReport.log(reading, "", LoggerFactory.getLogger("passmatch.report"));
            assertEquals(printed, log.lines().subList(0, printed.size()));
            assertEquals("note: 1 line concerns httpd only and is ignored (ServerAdmin); check --all lists them", log.lines().get(printed.size()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            :80 a b c;:443 a;:443 d => port 443: 2 hosts by name (a, d); other names: a, the first|every other port: 3 hosts by name (a + 2, a, d); other names: a + 2, the first; of hosts with the same name, the one for http or https, as in the request
            :80 a;:443 b => every other port: 2 hosts by name (a, b); other names: a, the first
            :* a;:* b => every port: 2 hosts by name (a, b); other names: a, the first
            :*;:80 b => port 80: 2 hosts by name (the host without ServerName, b); other names: the host without ServerName, the first
            :80 a => ''
            192.0.2.1:80 a;192.0.2.2:80 b => ''
            192.0.2.1:80 a;192.0.2.1:80 b => port 80 of 192.0.2.1: 2 hosts by name (a, b); other names: a, the first|every other port: 2 hosts by name (a, b); other names: a, the first
            192.0.2.1:80 a;192.0.2.1:80 b;:80 c;:80 d => port 80 of 192.0.2.1: 2 hosts by name (a, b); other names: a, the first|every other port of 192.0.2.1: 4 hosts by name (a, b, c, d); other names: a, the first|\
            port 80 of addresses that no host names: 2 hosts by name (c, d); other names: c, the first|every other port of addresses that no host names: 2 hosts by name (c, d); other names: c, the first
            Listen 8081;:80 a;:443 b => every other port without Listen: 2 hosts by name (a, b); other names: a, the first
            Listen 8081;:* a;:* b => every port: 2 hosts by name (a, b); other names: a, the first
            """)
    void theLogSaysWhichHostAnswersWhichPort(String hosts, String expected) throws Exception {
        StringBuilder config = new StringBuilder("ProxyPass /a http://127.0.0.1:1\n");
        for (String host : hosts.split(";")) {
            String[] words = host.split(" ");
            if (words[0].equals("Listen")) {
                config.append(host).append('\n');
                continue;
            }
            config.append("<VirtualHost ").append(words[0].startsWith(":") ? "*" : "").append(words[0]).append(">\n");
            if (words.length > 1) config.append("ServerName ").append(words[1]).append('\n');
            for (int i = 2; i < words.length; i++) config.append("ServerAlias ").append(words[i]).append('\n');
            config.append("</VirtualHost>\n");
        }
        try (LogLines log = LogLines.only("passmatch.report")) {
            ReadingReport.log(ProxyUnderTest.read(config.toString()), "", LoggerFactory.getLogger("passmatch.report"));
            assertEquals(expected, log.lines().stream().filter(line -> line.contains(" hosts by name ")).collect(Collectors.joining("|")));
        }
    }
}
