package io.github.passmatch.config.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.Problem.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the example of each finding has this finding, and that the cured example has neither this finding nor an error or warning. */
class FindingTest {

    private static List<Problem> check(String text) {
        try {
            return ConfigReader.read(new ConfigSource("example.conf", text, Path.of("").toAbsolutePath()), Map.of()).problems();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theExampleHasTheFinding(Finding finding) {
        List<Problem> problems = check(finding.example());
        assertTrue(problems.stream().anyMatch(problem -> problem.finding() == finding), problems::toString);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theCureRemovesTheFinding(Finding finding) {
        List<Problem> problems = check(finding.cured());
        assertEquals(List.of(), problems.stream().filter(problem -> problem.finding() == finding || problem.severity() != Severity.NOTE).toList());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void causeAndCureAreSentences(Finding finding) {
        for (String text : new String[] {finding.cause(), finding.cure()}) assertTrue(text.matches("\\S.*\\."), text);
    }
}
