package io.github.passmatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.directive.Directives;
import io.github.passmatch.config.directive.Parameters;
import io.github.passmatch.rules.OwnAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual's tables are those that the reader of configurations reads; what is expected here can be pasted there. */
class ReadmeTest {

    @Test
    void directivesAreListedAsTheReaderKnowsThem() throws IOException {
        List<String> rows = Directives.all().stream()
                .map(row -> "| `" + row.name() + "` | " + cell(row.form()) + " | " + row.where().words() + " | " + cell(row.standard()) + " | " + cell(row.summary()) + " |").toList();
        assertTable("| directive | arguments | where | default | meaning |", rows);
    }

    @Test
    void parametersAreListedAsTheReaderKnowsThem() throws IOException {
        List<String> rows = Parameters.all().stream()
                .map(row -> "| `" + row.name() + "` | " + cell(row.values()) + " | " + cell(row.standard()) + " | " + (row.inForce() ? "yes" : "not yet") + " | " + cell(row.summary()) + " |").toList();
        assertTable("| parameter | values | default | in force | meaning |", rows);
    }

    @Test
    void reasonsOfOwnAnswersAreListedAsTheCodeHasThem() throws IOException {
        List<String> rows = Arrays.stream(OwnAnswer.values()).map(own -> "| `" + own + "` | " + own.status() + " | " + cell(own.sentence()) + " | " + cell(own.cure()) + " |").toList();
        assertTable("| reason | status | meaning | what helps |", rows);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private static void assertTable(String head, List<String> rows) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            List<String> table = lines.dropWhile(line -> !line.equals(head)).skip(2).takeWhile(line -> line.startsWith("|")).toList();
            assertEquals(String.join("\n", rows), String.join("\n", table));
        }
    }
}
