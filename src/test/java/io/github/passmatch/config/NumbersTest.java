package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.connection.ConnectionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and times as large as httpd takes them. */
class NumbersTest {

    private static Reading read(String text) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", text.replace(";", "\n") + "\n"), Map.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2147483647L, 2147483648L, 4294967296L, 5368709120L, Long.MAX_VALUE})
    void aRequestBodyMayBeAllowedToBeAsLongAs64BitsSay(long bytes) throws Exception {
        assertEquals(bytes, read("LimitRequestBody " + bytes).config().main().scope().bodyLimit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "10M", "1e9", "\"\""})
    void valueThatIsNotANumberOfBytesIsRefused(String value) {
        assertThrows(ConfigException.class, () -> read("LimitRequestBody " + value));
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            -                                 | timeout=86401                    | timeout           | PT24H1S
            -                                 | timeout=604800                   | timeout           | PT168H
            ProxyTimeout 31536000             | -                                | timeout           | PT8760H
            Timeout 2147483647                | -                                | timeout           | PT596523H14M7S
            -                                 | timeout=99999999999999999999     | timeout           | PT596523H14M7S
            -                                 | acquire=172800000                | acquire           | PT48H
            -                                 | connectiontimeout=48h            | connectiontimeout | PT48H
            -                                 | ttl=4294967296                   | ttl               | PT596523H14M7S
            -                                 | max=4294967296                   | max               | 2147483647
            -                                 | max=0                            | max               | 2147483647
            -                                 | responsefieldsize=2097152        | responsefieldsize | 2097152
            -                                 | responsefieldsize=0              | responsefieldsize | 8192
            -                                 | iobuffersize=33554432            | iobuffersize      | 16777216
            ProxyIOBufferSize 8589934592      | -                                | iobuffersize      | 16777216
            ProxyIOBufferSize 0               | -                                | iobuffersize      | 65536
            -                                 | receivebuffersize=33554432       | receivebuffersize | 33554432
            ProxyReceiveBufferSize 4294967296 | -                                | receivebuffersize | 2147483647
            """)
    void numberWithoutLimitInHttpdHasNoLimit(String directive, String parameter, String name, String expected) throws Exception {
        String text = (directive.equals("-") ? "" : directive + ";") + "ProxyPass /a http://h/" + (parameter.equals("-") ? "" : " " + parameter);
        ConnectionSettings settings = read(text).config().rules().get(0).destination().orElseThrow().connections();
        Map<String, Function<ConnectionSettings, Object>> values = Map.of("timeout", ConnectionSettings::timeout, "acquire", ConnectionSettings::acquire,
                "connectiontimeout", ConnectionSettings::connectTimeout, "ttl", s -> s.ttl().map(Duration::toString).orElse("-"), "max", ConnectionSettings::max,
                "responsefieldsize", ConnectionSettings::responseFieldSize, "iobuffersize", ConnectionSettings::ioBufferSize, "receivebuffersize", ConnectionSettings::receiveBufferSize);
        assertEquals(expected, values.get(name).apply(settings).toString());
    }
}
