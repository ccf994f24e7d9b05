package io.github.passmatch.config.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.diagnose.explain.TriedRule;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.match.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines with one cure are corrected, and nothing else changes: by a table, and by a property that holds for every file of the corpora. */
class FixerTest {

    private static Reading read(ConfigSource source) throws ConfigException {
        return ConfigReader.readStandalone(source, Map.of());
    }

    private static List<Problem> check(ConfigSource source) {
        try {
            return read(source).problems();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static ConfigSource source(String text) {
        return new ConfigSource("c", text, Path.of("").toAbsolutePath());
    }

    private static String fix(String text) {
        return Fixer.fix(source(text), FixerTest::check).text();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyPas /a http://h:1/a                                            | ProxyPass /a http://h:1/a
            proxypassmach ^/a/(.*) http://h:1/$1                                | ProxyPassMatch ^/a/(.*) http://h:1/$1 enablereuse=on
            ProxyPassMatch ^/a/(.*)$ http://h:1/$1                              | ProxyPassMatch ^/a/(.*)$ http://h:1/$1 enablereuse=on
            ProxyPassMatch ^/a/(.*)$ http://h:1/$1 \\\\n  timeout=5             | ProxyPassMatch ^/a/(.*)$ http://h:1/$1 \\\\n  timeout=5 enablereuse=on
            ProxyPassMatch ^/a/(.*)$ http://h:1/$1 enableuse=on                 | ProxyPassMatch ^/a/(.*)$ http://h:1/$1 enablereuse=on
            ProxyPassMatch ^/a/(.*)$ http://h:1/$1enablereuse=on                | ProxyPassMatch ^/a/(.*)$ http://h:1/$1 enablereuse=on
            ProxyPass /a http://h:1/a;                                          | ProxyPass /a http://h:1/a
            ProxyPass /a/ http://h:1/a                                          | ProxyPass /a/ http://h:1/a/
            ProxyPass /a/ "http://h:1/a" timeout=5                              | ProxyPass /a/ "http://h:1/a/" timeout=5
            ProxyPass /a http://h:1/b/                                          | ProxyPass /a http://h:1/b
            <Location /a/>\\n  ProxyPass http://h:1/a\\n</Location>             | <Location /a/>\\n  ProxyPass http://h:1/a/\\n</Location>
            ProxyPass “/a” http://h:1/a                                         | ProxyPass "/a" http://h:1/a
            ProxyPass /a http://h:1/a timeout="5"                               | ProxyPass /a http://h:1/a timeout=5
            ProxyPass /a http://h:1/a nocanon=on                                | ProxyPass /a http://h:1/a nocanon
            ProxyPass /a http://h:1/a lbmethod=byrequests timeout=5             | ProxyPass /a http://h:1/a timeout=5
            ProxyPass /a http://u:p@h:1/a                                       | ProxyPass /a http://h:1/a
            `  ProxyPass /a http://h:1/a # the app`                             | `  # the app\\n  ProxyPass /a http://h:1/a`
            ProxyPass /a http://h:1/a \\\\ \\n timeout=5                        | ProxyPass /a http://h:1/a \\\\n timeout=5
            <Location /a>\\n  ProxyPassReverse /a http://h:1/a\\n ProxyPass http://h:1/a\\n</Location> | <Location /a>\\n  ProxyPassReverse http://h:1/a\\n ProxyPass http://h:1/a\\n</Location>
            timeout=5                                                           | timeout=5
            ProxyPass /a http://h:1/a smax=5                                    | ProxyPass /a http://h:1/a smax=5
            ProxyPass /a http://h:1/a acquire=5                                 | ProxyPass /a http://h:1/a acquire=5
            ProxyPass /a http://h:1/a\\nProxyPass /a/b http://h:1/b             | ProxyPass /a http://h:1/a\\nProxyPass /a/b http://h:1/b
            Xyzzy 1                                                             | Xyzzy 1
            """)
    void onlyLinesWithOneCureAreCorrected(String before, String after) {
        assertEquals(unescaped(after), fix(unescaped(before)));
    }

    private static String unescaped(String text) {
        return text.replace("\\\\n", "\\\n").replace("\\n", "\n").replace("\\\\", "\\");
    }

    @Test
    void lineEndsOfWindowsStay() {
        assertEquals("ProxyPass /a http://h:1/a\r\nProxyPass /b/ http://h:1/b/\r\n", fix("ProxyPas /a http://h:1/a\r\nProxyPass /b/ http://h:1/b\r\n"));
    }

    @Test
    void theDiffNamesLinesAndFindingsAndHidesSecrets() {
        FixedText fixed = Fixer.fix(source("ProxyPas /a http://h:1/a # x\nProxyPass /b http://user:s3cret@h:1/b\nProxyPass /c/ http://h:1/c\n"), FixerTest::check);
        String diff = fixed.diff("proxy.conf");
        assertTrue(diff.startsWith("--- proxy.conf\n+++ proxy.conf\n@@ -1 +1,2 @@ "), diff);
        assertTrue(diff.contains("\n+# x\n+ProxyPass /a http://h:1/a\n@@ -2 +3 @@ credentials-in-url\n"), diff);
        assertTrue(diff.endsWith("@@ -3 +4 @@ trailing-slash\n-ProxyPass /c/ http://h:1/c\n+ProxyPass /c/ http://h:1/c/\n"), diff);
        assertFalse(diff.contains("s3cret"), diff);
    }

    @Test
    void includedFilesAreReadAndNotChanged(@TempDir Path directory) throws IOException {
        Path included = Files.writeString(directory.resolve("other.conf"), "ProxyPass /b/ http://h:1/b\n");
        Path file = Files.writeString(directory.resolve("proxy.conf"), "Include other.conf\nProxyPass /a/ http://h:1/a\n");
        assertEquals("Include other.conf\nProxyPass /a/ http://h:1/a/\n", Fixer.fix(ConfigSource.file(file), FixerTest::check).text());
        assertEquals("ProxyPass /b/ http://h:1/b\n", Files.readString(included));
    }

    private static List<Path> corpora() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String name : new String[] {"corpus", "check"}) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources", name))) {
                files.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    /** For each file: what was corrected is gone, nothing is new, a second run changes nothing, and requests to other rules are answered as before. */
    @Test
    void inEveryFileOfTheCorporaOnlyTheCorrectedFindingsChange() throws Exception {
        int corrected = 0;
        int compared = 0;
        Set<String> ids = new TreeSet<>();
        for (Path file : corpora()) {
            ConfigSource source = ConfigSource.file(file);
            FixedText fixed = Fixer.fix(source, FixerTest::check);
            if (fixed.correctedLines() == 0) {
                assertEquals(source.text(), fixed.text());
                continue;
            }
            corrected++;
            ConfigSource after = new ConfigSource(source.name(), fixed.text(), source.directory());
            fixed.diff("").lines().filter(line -> line.startsWith("@@")).forEach(line -> ids.add(line.replaceFirst("@@.*@@ ", "")));
            assertEquals(fixed.text(), Fixer.fix(after, FixerTest::check).text(), () -> file + " is corrected again by a second run");
            List<Problem> before = check(source);
            boolean refused = before.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
            Map<String, Integer> counts = counts(before, refused);
            counts(check(after), refused).forEach((what, count) -> assertTrue(count <= counts.getOrDefault(what, 0), () -> file + ": new finding " + what));
            if (!refused) compared += compare(file, read(source), read(after), fixed);
        }
        assertTrue(corrected >= 20 && compared >= 40, corrected + " files, " + compared + " requests, " + ids);
    }

    /** A corrected error may show what it had hidden, but no other error. */
    private static Map<String, Integer> counts(List<Problem> problems, boolean errorsOnly) {
        Map<String, Integer> counts = new HashMap<>();
        problems.stream().filter(problem -> problem.finding() != Finding.DEPARTURE).filter(problem -> !errorsOnly || problem.severity() == Severity.ERROR).forEach(problem -> counts.merge((problem.severity() == Severity.ERROR ? "error " : "") + problem.finding(), 1, Integer::sum));
        return counts;
    }

    private static int compare(Path file, Reading before, Reading after, FixedText fixed) {
        Set<Integer> lines = new TreeSet<>();
        fixed.diff("").lines().filter(line -> line.startsWith("@@")).forEach(line -> lines.add(Integer.valueOf(line.replaceFirst("@@ -([0-9]+) .*", "$1"))));
        int compared = 0;
        for (Rule rule : before.config().rules()) {
            for (String rest : new String[] {"", "/", "x", "/1234"}) {
                String start = rule.pattern().literalStart();
                String path = (start.startsWith("/") ? start : "/" + start) + rest;
                Explanation one = explain(before, path);
                if (matched(one).filter(hit -> lines.contains(hit.place().line())).isPresent()) continue;
                assertEquals(one.outcome().sentence(), explain(after, path).outcome().sentence(), () -> file + ": " + path);
                compared++;
            }
        }
        return compared;
    }

    private static Explanation explain(Reading reading, String path) {
        return Explanation.of(reading.config(), Balancings.NONE.next(reading.config().balancers()), ExplainedRequest.of("GET", path, List.of()));
    }

    private static Optional<Rule> matched(Explanation explanation) {
        return explanation.tried().stream().reduce((first, second) -> second).filter(TriedRule::matches).map(TriedRule::rule);
    }
}
