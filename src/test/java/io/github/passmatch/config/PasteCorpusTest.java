package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks configurations as people write them for well-known products. The first line of each {@code .expected} file says whether
 * the configuration works, the other lines are the findings for {@code java -jar}.
 */
class PasteCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    static List<String> names() throws IOException {
        return CorpusTest.names(CORPUS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void verdictAndFindingsAreThoseOfTheExpectedFile(String name) throws IOException {
        assertEquals(Files.readString(CORPUS.resolve(name + ".expected")), result(name));
    }

    @Test
    void corpusIsLarge() throws IOException {
        assertTrue(names().size() >= 60, () -> "only some files");
    }

    private static String result(String name) throws IOException {
        ConfigSource source = new ConfigSource("c", Files.readString(CORPUS.resolve(name + ".conf")), CORPUS.toAbsolutePath());
        List<Problem> standalone = problems(source, true);
        String verdict = !isRefused(standalone) ? "works" : isRefused(problems(source, false)) ? "refused" : "refused with java -jar";
        return verdict + "\n" + standalone.stream().map(CorpusTest::show).collect(Collectors.joining());
    }

    private static List<Problem> problems(ConfigSource source, boolean standalone) {
        try {
            return (standalone ? ConfigReader.readStandalone(source, Map.of()) : ConfigReader.read(source, Map.of())).problems();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static boolean isRefused(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
