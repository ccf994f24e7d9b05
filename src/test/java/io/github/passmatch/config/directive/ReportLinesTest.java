package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.rules.server.Audience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the directives for logs and diagnostic fields: their settings, and the messages about mistakes. */
class ReportLinesTest {

    private static Reading read(String... lines) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", String.join("\n", lines)), Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', quoteCharacter = '`', textBlock = """
            PassmatchAccessLog              ^ 1:19 PassmatchAccessLog takes one argument
            PassmatchAccessLog combined     ^ 1:20 PassmatchAccessLog takes Off, Text, JSON, not "combined"
            PassmatchServerTiming           ^ 1:22 PassmatchServerTiming takes Off, All, Loopback or networks
            PassmatchServerTiming On        ^ 1:23 "On" is not Off, All, Loopback or a network -> write Loopback or 10.0.0.0/8
            PassmatchServerTiming All 10.1  ^ 1:23 All must be the only argument
            PassmatchServerTiming 10.0.0.0/99 ^ 1:23 "10.0.0.0/99" is not a network -> write 10.0.0.0/8
            PassmatchServerTiming example.org ^ 1:23 "example.org" is not Off, All, Loopback or a network -> write Loopback or 10.0.0.0/8
            """)
    void mistakesAreReported(String line, String problem) {
        String said = "";
        try {
            read(line);
        } catch (ConfigException e) {
            said = e.problems().stream().map(p -> p.place().line() + ":" + p.place().column() + " " + p.message() + (p.hint().isEmpty() ? "" : " -> " + p.hint()))
                    .collect(Collectors.joining(" ;; "));
        }
        assertEquals(problem, said);
    }

    @ParameterizedTest(name = "{0}: {1}, relayed {2}: {3}")
    @CsvSource(textBlock = """
            Off,                          127.0.0.1,   false, false
            Loopback,                     127.0.0.1,   false, true
            loopback,                     ::1,         false, true
            Loopback,                     [::1],       false, true
            Loopback,                     127.0.0.1,   true,  false
            Loopback,                     10.0.0.1,    false, false
            10.0.0.0/8,                   10.9.8.7,    false, true
            10.0.0.0/8,                   10.9.8.7,    true,  false
            10.0.0.0/8,                   127.0.0.1,   false, false
            Loopback 192.0.2.7 fd00::/8,  192.0.2.7,   false, true
            Loopback 192.0.2.7 fd00::/8,  fd12::1,     false, true
            Loopback 192.0.2.7 fd00::/8,  192.0.2.8,   false, false
            All,                          203.0.113.9, true,  true
            Loopback,                     localhost,   false, false
            """)
    void clientsThatGetTimes(String words, String peer, boolean relayed, boolean admitted) throws ConfigException {
        Audience audience = read("PassmatchServerTiming " + words).config().main().settings().serverTiming();
        assertEquals(admitted, audience.admits(relayed ? Optional.empty() : Optional.of(peer)));
    }

    @Test
    void virtualHostsInheritAndTheAccessLogIsForAll() throws ConfigException {
        Reading reading = read("PassmatchAccessLog json", "PassmatchServerTiming Loopback", "<VirtualHost *>", "ServerName a", "</VirtualHost>",
                "<VirtualHost *>", "ServerName b", "PassmatchServerTiming Off", "</VirtualHost>");
        assertEquals(AccessLogFormat.JSON, reading.config().accessLines());
        assertEquals(new Audience(false, true, List.of()), reading.config().hosts().all().get(0).server().settings().serverTiming());
        assertEquals(Audience.NOBODY, reading.config().hosts().all().get(1).server().settings().serverTiming());
        assertEquals(AccessLogFormat.OFF, read("").config().accessLines());
    }
}
