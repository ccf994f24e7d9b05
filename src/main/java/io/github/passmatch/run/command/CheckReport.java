package io.github.passmatch.run.command;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.match.Rule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the findings of {@code check} as JSON and SARIF. */
final class CheckReport {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private CheckReport() { }

    static String json(List<CheckedFile> files) {
        return Json.of(files.stream().map(CheckReport::file).toList());
    }

    private static Map<String, Object> file(CheckedFile file) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("file", file.file().toString());
        out.put("usable", file.usable());
        out.put("rules", file.rules().stream().map(Rule::summary).toList());
        out.put("problems", file.problems().stream().map(CheckReport::problem).toList());
        return out;
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", problem.finding().id());
        out.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        out.put("file", problem.place().file());
        out.put("line", problem.place().line());
        out.put("column", problem.place().column());
        out.put("message", problem.message());
        out.put("hint", problem.hint());
        out.put("text", problem.line());
        return out;
    }

    /** SARIF 2.1.0 (OASIS): one run, a rule for each kind of finding, a result for each problem. */
    static String sarif(List<CheckedFile> files) {
        List<Finding> kinds = Arrays.asList(Finding.values());
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Passmatch");
        driver.put("version", version());
        driver.put("rules", kinds.stream().map(CheckReport::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", files.stream().flatMap(file -> file.problems().stream()).map(problem -> result(problem, kinds.indexOf(problem.finding()))).toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.of(log);
    }

    private static String version() {
        String version = CheckReport.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    private static Map<String, Object> rule(Finding finding) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", finding.id());
        out.put("shortDescription", Map.of("text", finding.cause()));
        out.put("help", Map.of("text", finding.cure()));
        return out;
    }

    private static Map<String, Object> result(Problem problem, int ruleIndex) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("ruleId", problem.finding().id());
        out.put("ruleIndex", ruleIndex);
        out.put("level", level(problem.severity()));
        out.put("message", Map.of("text", problem.hint().isEmpty() ? problem.message() : problem.message() + "; " + problem.hint()));
        out.put("locations", List.of(Map.of("physicalLocation", location(problem))));
        return out;
    }

    private static Map<String, Object> location(Problem problem) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", problem.place().line());
        region.put("startColumn", problem.place().column());
        if (!problem.line().isEmpty()) region.put("snippet", Map.of("text", problem.line()));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("artifactLocation", Map.of("uri", uri(problem.place().file())));
        out.put("region", region);
        return out;
    }

    /** A URI (RFC 3986): relative files stay relative, for a CI system counts from the root of its checkout. */
    private static String uri(String file) {
        Path path = Path.of(file);
        String whole = path.toAbsolutePath().toUri().toString();
        if (path.isAbsolute()) return whole;
        String base = Path.of("").toAbsolutePath().toUri().toString();
        return whole.startsWith(base) ? whole.substring(base.length()) : whole;
    }

    private static String level(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
