package io.github.passmatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.balance.BalancerParameters;
import io.github.passmatch.config.directive.Directives;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.diagnose.figures.LoggedReason;
import io.github.passmatch.rules.OwnAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the README and the manual are those of the code; what is expected here can be pasted there. */
class ManualTest {

    private static final Path README = Path.of("README.md");
    private static final Path MANUAL = Path.of("src/site/markdown");
    private static final int LONGEST_README = 250;

    @Test
    void directivesAreListedAsTheReaderKnowsThem() throws IOException {
        List<String> rows = Directives.all().stream()
                .map(row -> "| `" + row.name() + "` | " + cell(row.form()) + " | " + row.where().words() + " | " + cell(row.standard()) + " | " + cell(row.summary()) + " |").toList();
        assertTable(MANUAL.resolve("directives.md"), "| directive | arguments | where | default | meaning |", rows);
    }

    @Test
    void parametersAreListedAsTheReaderKnowsThem() throws IOException {
        List<String> rows = Parameters.all().stream()
                .map(row -> "| `" + row.name() + "` | " + cell(row.values()) + " | " + cell(row.standard()) + " | " + (row.inForce() ? "yes" : "not yet") + " | " + cell(row.summary()) + " |").toList();
        assertTable(MANUAL.resolve("parameters.md"), "| parameter | values | default | in force | meaning |", rows);
    }

    @Test
    void parametersOfBalancersAreListedAsTheReaderKnowsThem() throws IOException {
        List<String> rows = BalancerParameters.all().stream().map(row -> "| `" + row.name() + "` | " + cell(row.values()) + " | " + cell(row.standard()) + " | " + cell(row.summary()) + " |").toList();
        assertTable(MANUAL.resolve("balancers.md"), "| parameter | values | default | meaning |", rows);
    }

    @Test
    void reasonsOfOwnAnswersAreListedAsTheCodeHasThem() throws IOException {
        List<String> rows = Arrays.stream(OwnAnswer.values()).map(own -> "| `" + own + "` | " + own.status() + " | " + cell(own.sentence()) + " | " + cell(own.cure()) + " |").toList();
        assertTable(MANUAL.resolve("operations.md"), "| reason | status | meaning | what helps |", rows);
    }

    @Test
    void reasonsWhyAConnectionIsNewOrClosedAreListedWithTheirCures() throws IOException {
        assertTable(README, "| reason | meaning | what helps |", LoggedReason.leases().stream().map(ManualTest::row).toList());
        assertTable(README, "| reason, at release | meaning | what helps |", LoggedReason.releases().stream().map(ManualTest::row).toList());
    }

    @Test
    void failuresAreListedWithTheirCures() throws IOException {
        assertTable(MANUAL.resolve("findings.md"), "| failure | meaning | what helps |", LoggedReason.failures().stream().map(ManualTest::row).toList());
    }

    @Test
    void eachFindingOfCheckIsExplained() throws IOException {
        String page = Files.readString(MANUAL.resolve("findings.md"));
        String expected = Arrays.stream(Finding.values()).map(ManualTest::section).collect(Collectors.joining());
        int from = page.indexOf("### ");
        assertEquals(expected, page.substring(from, Math.max(from, page.indexOf("## Failures of the upstream"))));
    }

    @Test
    void theReadmeStaysShortAndLeadsToPagesThatAreThere() throws IOException {
        List<String> lines = Files.readAllLines(README);
        assertTrue(lines.size() <= LONGEST_README, () -> lines.size() + " lines");
        Matcher links = Pattern.compile("\\]\\(((?:src|LICENSE|CHANGELOG)[^)#]*)").matcher(String.join("\n", lines));
        while (links.find()) assertTrue(Files.exists(Path.of(links.group(1))), links.group(1));
    }

    @Test
    void theJapanesePageHasEveryIdAndNoOther() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (Finding finding : Finding.values()) expected.add(finding.id());
        for (LoggedReason reason : LoggedReason.all()) expected.add(reason.id());
        Set<String> found = new TreeSet<>();
        Matcher rows = Pattern.compile("^\\| `([a-z0-9().:-]+)` \\|", Pattern.MULTILINE).matcher(Files.readString(MANUAL.resolve("ja/reuse.md")));
        while (rows.find()) found.add(rows.group(1));
        assertEquals(expected, found);
    }

    private static String row(LoggedReason reason) {
        return "| `" + reason.id() + "` | " + cell(reason.sentence()) + " | " + cell(reason.cure()) + " |";
    }

    private static String section(Finding finding) {
        return "### " + finding.id() + "\n\n" + cell(finding.cause()) + "\n\n**What helps:** " + cell(finding.cure())
                + "\n\n```\n" + finding.example() + "\n```\n\nAfter the cure:\n\n```\n" + finding.cured() + "\n```\n\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private static void assertTable(Path page, String head, List<String> rows) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            List<String> table = lines.dropWhile(line -> !line.equals(head)).skip(2).takeWhile(line -> line.startsWith("|")).toList();
            assertEquals(String.join("\n", rows), String.join("\n", table));
        }
    }
}
