package io.github.passmatch.upstream.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRecordTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            10 5 8080 pod-1.web.example. | 10 5 8080 pod-1.web.example.
            0 0 80 a                     | 0 0 80 a.
            0 0 80 .                     |
            0 0 0 a.                     |
            0 0 70000 a.                 |
            nonsense                     |
            """)
    void aRecordHasPriorityWeightPortAndHost(String text, String expected) {
        assertEquals(expected == null ? "" : expected, ServiceRecord.read(text).map(record -> record.priority() + " " + record.weight() + " " + record.port() + " " + record.host()).orElse(""));
    }
}
