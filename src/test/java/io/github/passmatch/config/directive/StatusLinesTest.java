package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.StatusPolicy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests PassmatchStatus and PassmatchStatusAllow: the path of the status page, its clients, and the messages about mistakes. */
class StatusLinesTest {

    private static StatusPolicy read(String text) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", text), Map.of("STATUS_TOKEN", "0123456789abcdef")).config().status();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # nothing said            | /passmatch-status
            PassmatchStatus On        | /passmatch-status
            PassmatchStatus off       |
            PassmatchStatus /a/b-c.d  | /a/b-c.d
            """)
    void pathOfTheStatusPage(String line, String path) throws Exception {
        assertEquals(Optional.ofNullable(path), read(line).path());
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # nothing said                                                         | 127.0.0.1 | true
            # nothing said                                                         | [::1]     | true
            # nothing said                                                         | 10.0.0.1  | false
            PassmatchStatusAllow 10.0.0.0/8                                        | 10.9.9.9  | true
            PassmatchStatusAllow 10.0.0.0/8                                        | 127.0.0.1 | false
            PassmatchStatusAllow Loopback 10.0.0.0/8                               | 127.0.0.1 | true
            PassmatchStatusAllow Loopback^PassmatchStatusAllow 10.0.0.0/8          | 10.9.9.9  | true
            PassmatchStatusAllow Loopback^PassmatchStatusAllow 10.0.0.0/8          | 127.0.0.1 | true
            PassmatchStatusAllow token 0123456789abcdef                            | 127.0.0.1 | false
            PassmatchStatusAllow token 0123456789abcdef^PassmatchStatusAllow Loopback | 127.0.0.1 | true
            """)
    void linesAddUp(String lines, String peer, boolean admitted) throws Exception {
        assertEquals(admitted, read(lines.replace('^', '\n')).audience().admits(Optional.of(peer)));
    }

    @Test
    void tokenMayComeFromTheEnvironmentAndIsNeverPrinted() throws Exception {
        StatusPolicy policy = read("PassmatchStatusAllow token ${STATUS_TOKEN}");
        assertTrue(policy.knows("0123456789abcdef"));
        assertFalse(policy.knows("0123456789abcde") || policy.knows(""));
        assertFalse(policy.toString().contains("0123"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PassmatchStatus                            | c:1:16: error: PassmatchStatus takes one argument
            PassmatchStatus status                     | c:1:17: error: PassmatchStatus takes On, Off or a path, not "status"
            PassmatchStatus /a/                        | c:1:17: error: PassmatchStatus takes On, Off or a path, not "/a/"
            PassmatchStatus /a%20b                     | c:1:17: error: PassmatchStatus takes On, Off or a path, not "/a%20b"
            PassmatchStatusAllow                       | c:1:21: error: PassmatchStatusAllow takes Off, All, Loopback or networks
            PassmatchStatusAllow office                | c:1:22: error: "office" is not Off, All, Loopback or a network
            PassmatchStatusAllow token                 | c:1:27: error: PassmatchStatusAllow token takes one token
            PassmatchStatusAllow token short           | c:1:28: error: a token has at least 16 characters, so that it cannot be guessed
            PassmatchStatusAllow token a b             | c:1:30: error: PassmatchStatusAllow token takes one token
            """)
    void mistakeIsReportedWithPlace(String line, String message) {
        ConfigException e = assertThrows(ConfigException.class, () -> read(line));
        assertTrue(e.getMessage().startsWith(message), e::getMessage);
    }
}
