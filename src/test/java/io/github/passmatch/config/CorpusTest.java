package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks small configurations, each with an {@code .expected} file of its findings: one for every trap, for every attempt of the
 * story, and some from real installations.
 */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/check");

    static List<String> names() throws IOException {
        return names(CORPUS);
    }

    /** The names of the configurations in {@code directory}, without extension. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".conf")).map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void findingsAreThoseOfTheExpectedFile(String name) throws IOException {
        assertEquals(Files.readString(CORPUS.resolve(name + ".expected")), found(Files.readString(CORPUS.resolve(name + ".conf"))));
    }

    @Test
    void corpusIsLargeAndCoversMostFindings() throws IOException {
        assertTrue(names().size() >= 60, () -> "only some files");
        StringBuilder all = new StringBuilder();
        for (String name : names()) all.append(Files.readString(CORPUS.resolve(name + ".expected")));
        List<String> missing = Stream.of(Finding.values()).map(Finding::id).filter(id -> !all.toString().contains(" " + id + ": ")).toList();
        assertEquals(List.of(), missing);
    }

    /** A review that compares all pairs of rules, and tries each expression on many paths, must not take minutes. */
    @Test
    @Timeout(60)
    void tenThousandRulesAreReviewedInSeconds() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++)
            text.append("ProxyPass /a").append(i).append("/ http://h/x").append(i).append("/\nProxyPassMatch ^/b").append(i).append("/(.*)/(.*)$ http://h/$1/$2 enablereuse=on\n");
        text.append("ProxyPass /a7/x/ http://h/y/\nProxyPassMatch ^/a8/z http://h\n");
        assertEquals(List.of("rule 10001 can never match: rule 15 (c:15, /a7/) already matches everything that it would", "rule 10002 can never match: rule 17 (c:17, /a8/) already matches everything that it would"),
                problems(text.toString()).stream().filter(problem -> problem.finding() == Finding.SHADOWED_RULE).map(Problem::message).toList());
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

    static String show(Problem problem) {
        return problem.severity().name().toLowerCase(Locale.ROOT) + " " + problem.place().line() + ":" + problem.place().column() + " " + problem.finding().id() + ": " + problem.message()
                + (problem.hint().isEmpty() ? "" : "\n    -> " + problem.hint()) + "\n";
    }
}
