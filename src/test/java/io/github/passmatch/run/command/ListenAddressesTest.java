package io.github.passmatch.run.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses that {@code Listen}, {@code --host} and {@code --port} give together. */
class ListenAddressesTest {

    @ParameterizedTest(name = "{0} with {1}, {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            * 80                        | -         | -    | * 80
            * 80, * 443                 | -         | -    | * 80, * 443
            * 80, * 443                 | -         | 8080 | * 8080
            * 80, 127.0.0.1 443         | -         | 8080 | * 8080
            127.0.0.1 80, * 443         | -         | 8080 | * 8080
            127.0.0.1 80, 10.0.0.1 443  | -         | 8080 | 127.0.0.1 8080, 10.0.0.1 8080
            * 80, 127.0.0.1 443         | -         | 0    | * 0
            * 80, * 443                 | 127.0.0.1 | -    | 127.0.0.1 80, 127.0.0.1 443
            10.0.0.1 80, 10.0.0.2 80    | 127.0.0.1 | -    | 127.0.0.1 80
            0.0.0.0 80, :: 80           | -         | -    | * 80
            0.0.0.0 80, 127.0.0.1 80    | -         | -    | 0.0.0.0 80
            0.0.0.0 80, ::1 80          | -         | -    | 0.0.0.0 80, ::1 80
            * 80, 127.0.0.1 81          | -         | -    | * 80, 127.0.0.1 81
            """)
    void aLineThatAnotherIncludesIsLeftOut(String lines, String host, Integer port, String expected) {
        List<Listen> configured = Stream.of(lines.split(", ")).map(ListenAddressesTest::line).toList();
        List<Listen> used = ListenAddresses.of(configured, Optional.ofNullable(host), Optional.ofNullable(port));
        assertEquals(expected, used.stream().map(line -> line.address().orElse("*") + " " + line.port()).collect(Collectors.joining(", ")));
    }

    private static Listen line(String text) {
        String[] words = text.split(" ");
        return new Listen(Optional.of(words[0]).filter(address -> !address.equals("*")), Integer.parseInt(words[1]));
    }
}
