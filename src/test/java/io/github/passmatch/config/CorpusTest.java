package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small configurations, each with what is to be found in it beside it ({@code .expected}): one for every trap, for every attempt of the
 * story, and some as they are met in the field.
 */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/check");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".conf")).map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void everythingThatIsExpectedIsFoundAndNothingElse(String name) throws IOException {
        assertEquals(Files.readString(CORPUS.resolve(name + ".expected")), found(Files.readString(CORPUS.resolve(name + ".conf"))));
    }

    @Test
    void theCorpusIsLargeAndKnowsMostKindsOfFindings() throws IOException {
        assertTrue(names().size() >= 60, () -> "only some files");
        StringBuilder all = new StringBuilder();
        for (String name : names()) all.append(Files.readString(CORPUS.resolve(name + ".expected")));
        List<String> missing = Stream.of(Finding.values()).map(Finding::id).filter(id -> !all.toString().contains(" " + id + ": ")).toList();
        assertEquals(List.of(), missing);
    }

    private static String found(String text) {
        return problems(text).stream().map(CorpusTest::show).collect(Collectors.joining());
    }

    private static List<Problem> problems(String text) {
        try {
            return ConfigReader.read(new ConfigSource("c", text), Map.of()).problems();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static String show(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT) + " " + problem.place().line() + ":" + problem.place().column() + " " + problem.finding().id() + ": " + problem.message()
                + (problem.hint().isEmpty() ? "" : "\n    -> " + problem.hint()) + "\n";
    }
}
