package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.passmatch.run.process.ShutdownHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code check} and {@code explain} on the command line: exit codes and formats. */
class CheckCommandTest {

    private static final String NOTE = "KeepAlive On\nProxyPass /a http://h/a";
    private static final String WARNING = "ProxyPass /a http://h/a smax=5";
    private static final String ERROR = "ProxyPass /a http://h/a timeut=5\nProxyPas /b http://h/b";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine(ShutdownHook.register());
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("proxy test.conf"), text + "\n").toString();
    }

    private static String text(String kind) {
        return switch (kind) {
            case "clean" -> "ProxyPass /a http://h/a";
            case "note" -> NOTE;
            case "warning" -> WARNING;
            default -> ERROR;
        };
    }

    @ParameterizedTest(name = "{0}: {1}, strict {2}")
    @CsvSource({"clean,0,0", "note,0,0", "warning,0,1", "error,1,1"})
    void theExitCodeTellsHowBadItIs(String kind, int lenient, int strict) throws IOException {
        assertEquals(lenient, run("check", file(text(kind))));
        assertEquals(strict, run("check", "--strict", file(text(kind))));
    }

    @Test
    void fixCorrectsTheFileKeepsThePreviousTextAndChangesNothingTheSecondTime() throws IOException {
        Path real = Files.writeString(directory.resolve("real.conf"), "\uFEFFProxyPas /a http://h:1/a\r\nProxyPass /b/ http://h:1/b\r\n");
        Path link = Files.createSymbolicLink(directory.resolve("proxy.conf"), real);
        String before = Files.readString(real);
        assertEquals(1, run("check", "--diff", link.toString()));
        assertTrue(out.toString().contains("@@ -2 +2 @@ trailing-slash\n-ProxyPass /b/ http://h:1/b\n+ProxyPass /b/ http://h:1/b/\n"), out::toString);
        assertTrue(out.toString().contains("proxy.conf: 2 lines to correct"), out::toString);
        assertEquals(before, Files.readString(real));
        assertEquals(0, run("check", "--fix", link.toString()), err::toString);
        assertTrue(out.toString().contains("proxy.conf: 2 lines corrected; the previous text is in ") && out.toString().contains("proxy.conf: OK, 2 rules"), out::toString);
        assertEquals("\uFEFFProxyPass /a http://h:1/a\r\nProxyPass /b/ http://h:1/b/\r\n", Files.readString(real));
        assertEquals(before, Files.readString(directory.resolve("real.conf.bak")));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(0, run("check", "--fix", link.toString()), err::toString);
        assertTrue(out.toString().contains("proxy.conf: nothing corrected"), out::toString);
        assertEquals(before, Files.readString(directory.resolve("real.conf.bak")));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(3, files.count(), "no other file is left");
        }
    }

    @Test
    void aFileThatCannotBeReadAndAnUnknownFormatAreUsageErrors() throws IOException {
        assertEquals(2, run("check", directory.resolve("none").toString()));
        assertEquals(2, run("check"));
        assertEquals(2, run("check", "--format", "xml", file(NOTE)));
        assertTrue(err.toString().contains("cannot read"), err::toString);
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithTheReasonAndWithoutTheUsage() throws IOException {
        run("check", directory.resolve("none").toString());
        run("check", directory.toString());
        assertEquals("passmatch: cannot read " + directory.resolve("none") + ": no such file\npassmatch: cannot read " + directory + ": it is a directory\n", err.toString());
    }

    @Test
    void explainPrintsCauseCureAndExampleOfAnId() {
        assertEquals(0, run("check", "--explain", "[back-reference]"));
        assertEquals("""
                back-reference

                cause: The URL contains a back-reference such as $1, which switches connection reuse off by default. httpd does the same without a message.
                cure:  Add enablereuse=on after the URL, or enablereuse=off if new connections are intended.

                example:
                    ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1
                after the cure:
                    ProxyPassMatch ^/users/([0-9]+)$ http://127.0.0.1:8081/users/$1 enablereuse=on
                """, out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed:rule", "new:rule", "reused(3)", "kept(4.0s)", "failed:refused", "own:no-rule", "OWN:LOOP", "loop"})
    void explainKnowsReasonsAsTheLogWritesThem(String written) {
        assertEquals(0, run("check", "--explain", written));
        assertTrue(out.toString().contains("\ncause: ") && out.toString().contains("\ncure:  "), out::toString);
    }

    @Test
    void explainNamesTheNearestIdAndListsAll() {
        assertEquals(2, run("check", "--explain", "bak-reference"));
        assertTrue(err.toString().startsWith("passmatch: unknown id \"bak-reference\"; did you mean \"back-reference\"?\nknown ids: mistake, "), err::toString);
        assertEquals(0, run("check", "--explain"));
        assertEquals(0, run("check", "--explain", "all"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("closed:rule  +the rule keeps no connections")), out::toString);
        assertEquals(2, run("check", "--explain", "loop", "my.conf"));
    }

    @Test
    void aGoodFileEndsInOkAndTellsTheDecisionOfEachRule() throws IOException {
        String file = file("ProxyPass /a http://h/a\nProxyPassMatch ^/b/(.*) http://h/$1 enablereuse=on");
        assertEquals(0, run("check", file));
        String[] lines = out.toString().strip().split("\n");
        assertEquals("rule 1 (" + file + ":1): ProxyPass /a http://h/a - pooled: the default for a URL without back-reference (" + file + ":1)", lines[lines.length - 3]);
        assertEquals("rule 2 (" + file + ":2): ProxyPassMatch ^/b/(.*) http://h/$1 - pooled: enablereuse=on (" + file + ":2)", lines[lines.length - 2]);
        assertEquals(file + ": OK, 2 rules", lines[lines.length - 1].replaceAll(", \\d+ (note|warning)s?$", ""));
    }

    @Test
    void linesThatConcernHttpdOnlyAreOneLineUnlessAllAreWanted() throws IOException {
        String file = file("ServerAdmin a@example.org\nUser www-data\nGroup www-data\nProxyPass /a http://h/a");
        assertEquals(0, run("check", file));
        assertTrue(out.toString().startsWith(file + ": note: 3 lines concern httpd only and are ignored (ServerAdmin, User, Group); --all lists them\n"), out::toString);
        assertEquals(0, run("check", "--all", file));
        assertTrue(out.toString().contains(file + ":2:1: note: User concerns httpd only and is ignored"), out::toString);
    }

    @Test
    void aMissingFileInPlaceOfACommandIsToldWithTheNearestCommand() {
        assertEquals(2, run("chekc"));
        assertEquals(2, run("my.conf"));
        assertEquals(0, run("help"));
    }

    @Test
    void jsonHoldsEachProblemWithItsPlaceAndItsCure() throws IOException {
        String file = file(ERROR);
        assertEquals(1, run("check", "--format", "json", file));
        JsonObject checked = JsonParser.parseString(out.toString()).getAsJsonArray().get(0).getAsJsonObject();
        assertEquals(file, checked.get("file").getAsString());
        assertEquals(false, checked.get("usable").getAsBoolean());
        JsonObject problem = checked.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertEquals("{\"id\":\"unknown-parameter\",\"severity\":\"error\",\"file\":\"" + file + "\",\"line\":1,\"column\":25,\"message\":\"unknown parameter \\\"timeut\\\"\","
                + "\"hint\":\"did you mean \\\"timeout\\\"?\",\"text\":\"ProxyPass /a http://h/a timeut=5\"}", problem.toString());
    }

    @Test
    void jsonHasTheRulesOfAUsableFile() throws IOException {
        String file = file("ProxyPass /a http://h/a");
        assertEquals(0, run("check", "--format", "json", file));
        JsonArray rules = JsonParser.parseString(out.toString()).getAsJsonArray().get(0).getAsJsonObject().getAsJsonArray("rules");
        assertEquals("[\"rule 1 (" + file + ":1): ProxyPass /a http://h/a - pooled: the default for a URL without back-reference (" + file + ":1)\"]", rules.toString());
    }

    /** SARIF 2.1.0 (OASIS), the properties that §3.13 to §3.49 require of what is written here, and their forms. */
    @Test
    void sarifHasAllThatTheStandardRequires() throws IOException {
        assertEquals(1, run("check", "--format", "sarif", file(ERROR + "\n" + WARNING + "\n" + NOTE)));
        JsonObject log = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals("2.1.0", log.get("version").getAsString());
        assertEquals(Set.of("$schema", "version", "runs"), log.keySet());
        JsonObject run = log.getAsJsonArray("runs").get(0).getAsJsonObject();
        assertEquals(Set.of("tool", "columnKind", "results"), run.keySet());
        assertEquals("utf16CodeUnits", run.get("columnKind").getAsString());
        JsonObject driver = run.getAsJsonObject("tool").getAsJsonObject("driver");
        assertEquals(Set.of("name", "version", "rules"), driver.keySet());
        JsonArray rules = driver.getAsJsonArray("rules");
        Set<String> ids = new HashSet<>();
        for (JsonElement rule : rules) {
            assertTrue(ids.add(rule.getAsJsonObject().get("id").getAsString()), rule::toString);
            assertTrue(rule.getAsJsonObject().getAsJsonObject("shortDescription").get("text").getAsString().endsWith("."), rule::toString);
        }
        Set<String> levels = new HashSet<>();
        for (JsonElement result : run.getAsJsonArray("results")) levels.add(level(result.getAsJsonObject(), rules));
        assertEquals(Set.of("error", "warning", "note"), levels);
    }

    /** The schema is the one of the SARIF working group (OASIS), draft 4 of JSON Schema. */
    @Test
    void sarifOfTheWholeCorpusIsValidAgainstItsSchema() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("check", "--format", "sarif"));
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/check"))) {
            files.map(Path::toString).filter(name -> name.endsWith(".conf")).sorted().forEach(arguments::add);
        }
        run(arguments.toArray(String[]::new));
        try (InputStream schema = CheckCommandTest.class.getResourceAsStream("/sarif-2.1.0-schema.json")) {
            Set<ValidationMessage> slips = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema).validate(out.toString(), InputFormat.JSON);
            assertEquals(Set.of(), slips);
        }
        assertTrue(arguments.size() > 60 && out.toString().split("ruleIndex").length > 60, "the corpus was read");
    }

    private String level(JsonObject result, JsonArray rules) {
        assertEquals(Set.of("ruleId", "ruleIndex", "level", "message", "locations"), result.keySet());
        assertEquals(result.get("ruleId"), rules.get(result.get("ruleIndex").getAsInt()).getAsJsonObject().get("id"));
        assertTrue(!result.getAsJsonObject("message").get("text").getAsString().isEmpty(), result::toString);
        JsonObject place = result.getAsJsonArray("locations").get(0).getAsJsonObject().getAsJsonObject("physicalLocation");
        assertEquals(directory.resolve("proxy test.conf"), Path.of(URI.create(place.getAsJsonObject("artifactLocation").get("uri").getAsString())));
        JsonObject region = place.getAsJsonObject("region");
        assertTrue(region.get("startLine").getAsInt() >= 1 && region.get("startColumn").getAsInt() >= 1, region::toString);
        return result.get("level").getAsString();
    }

    @Test
    void explainTellsWhatBecomesOfARequest() throws IOException {
        assertEquals(0, run("explain", "--config", file("ProxyPass /a http://h/b"), "-H", "Cookie: x=y", "POST", "http://www.example.org/a/c"));
        List<String> lines = out.toString().lines().map(String::strip).toList();
        assertTrue(lines.containsAll(List.of("forwarded to http://h/b/c", "POST /b/c HTTP/1.1", "Cookie: ***", "X-Forwarded-Host: www.example.org")), out::toString);
    }

    @Test
    void explainTakesTheUrlOfABrowserWhereTheContextPathIsGiven() throws IOException {
        String rules = file("ProxyPass /a http://h/b");
        for (String path : new String[] {"/gw", "/gw/"})
            assertEquals(0, run("explain", "--config", rules, "--context-path", path, "http://www.example.org/gw/a/c"));
        assertTrue(out.toString().contains("forwarded to http://h/b/c"), out::toString);
        assertEquals(2, run("explain", "--config", rules, "--context-path", "/gw", "http://www.example.org/a/c"));
        assertTrue(err.toString().contains("/a/c is not below the context path /gw"), err::toString);
        assertEquals(2, run("explain", "--config", rules, "--context-path", "gw", "/gw/a/c"));
    }

    @Test
    void explainSaysWhatItCannotUse() throws IOException {
        assertEquals(2, run("explain", "--config", file(NOTE), "a/b"));
        assertEquals(2, run("explain", "--config", file(NOTE), "-H", "none", "/a"));
        assertEquals(1, run("explain", "--config", file(ERROR), "/a"));
        assertEquals(1, run("explain", "--config", file(NOTE), "--probe", "/z"));
        assertTrue(err.toString().contains("nothing to probe"), err::toString);
        assertTrue(err.toString().contains("2 errors in the configuration"), err::toString);
    }
}
