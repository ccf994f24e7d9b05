package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.IgnoredLines;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
