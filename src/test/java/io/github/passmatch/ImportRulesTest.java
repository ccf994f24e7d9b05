package io.github.passmatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: who may know whom. One way, no cycles. */
class ImportRulesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/passmatch");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    private static final String OURS = "io.github.passmatch.";

    /** What a package may know: packages, each with or without those below it ({@code rules.*}), and libraries. */
    private record Room(List<String> rooms, List<String> libraries) { }

    private static final String SERVLET = "jakarta.servlet.";
    private static final String SLF4J = "org.slf4j.";
    private static final String SPRING = "org.springframework.";
    private static final String HTTP_CORE = "org.apache.hc.core5.";
    private static final String HTTP_CLIENT = "org.apache.hc.client5.";

    /** The house, floor by floor: a package knows only packages that stand above it in this table. */
    private static final Map<String, Room> HOUSE = house(
            room("rules"),
            room("rules.regex", "rules"),
            room("rules.target", "rules"),
            room("rules.error", "rules"),
            room("rules.tls", "rules", "javax.naming.", "javax.security."),
            room("rules.environment", "rules", "rules.regex", "rules.target", "rules.tls"),
            room("rules.connection", "rules", "rules.target", "rules.tls"),
            room("rules.access", "rules", "rules.target", "rules.environment", "rules.connection"),
            room("rules.users", "rules", "rules.environment", "rules.access", "org.apache.commons.codec.digest.", "org.springframework.security.crypto.bcrypt."),
            room("rules.match", "rules", "rules.regex", "rules.target", "rules.environment", "rules.connection"),
            room("rules.file", "rules", "rules.regex", "rules.target", "rules.environment", "rules.match"),
            room("rules.client", "rules", "rules.target", "rules.environment", "rules.connection"),
            room("rules.expression", "rules", "rules.regex", "rules.target", "rules.environment", "rules.connection"),
            room("rules.fields", "rules", "rules.regex", "rules.target", "rules.environment", "rules.expression"),
            room("rules.log", "rules", "rules.regex", "rules.environment", "rules.fields"),
            room("rules.reverse", "rules", "rules.regex", "rules.environment", "rules.match"),
            room("rules.rewrite", "rules", "rules.regex", "rules.target", "rules.environment", "rules.expression", "rules.match"),
            room("rules.health", "rules", "rules.regex", "rules.target", "rules.environment", "rules.expression"),
            room("rules.naming", "rules.target"),
            room("rules.balance", "rules", "rules.target", "rules.naming", "rules.environment", "rules.connection", "rules.match", "rules.health"),
            room("rules.server", "rules.*"),

            room("config.problem", "rules.*"),
            room("config.text", "rules.*", "config.problem"),
            room("config.health", "rules.*", "config.problem", "config.text"),
            room("config.balance", "rules.*", "config.problem", "config.text", "config.health"),
            room("config.tls", "rules.*", "config.problem", "config.text", "javax.naming."),
            room("config.draft", "rules.*", "config.problem", "config.text", "config.health", "config.balance", "config.tls"),
            room("config.access", "rules.*", "config.problem", "config.text", "config.draft"),
            room("config.parameter", "rules.*", "config.problem", "config.text", "config.health", "config.balance", "config.tls", "config.draft"),
            room("config.file", "rules.*", "config.problem", "config.text", "config.draft"),
            room("config.rewrite", "rules.*", "config.problem", "config.text", "config.balance", "config.draft"),
            room("config.directive", "rules.*", "config.problem", "config.text", "config.health", "config.balance", "config.tls", "config.draft", "config.access", "config.parameter", "config.file", "config.rewrite"),
            room("config.review", "rules.*", "config.problem", "config.text", "config.draft", "config.parameter", "config.directive"),
            room("config.fix", "rules.*", "config.problem"),
            room("config", "rules.*", "config.*"),

            room("upstream.log", SLF4J),
            room("upstream.reactor", "upstream.log", SLF4J),
            room("upstream.outcome", "rules.*"),
            room("upstream.request", "rules.*", "upstream.outcome"),
            room("upstream.time", "rules.*", "upstream.log", "upstream.outcome", "upstream.request", SLF4J),
            room("upstream.http1", "rules.*", "upstream.outcome", "upstream.request", HTTP_CORE),
            room("upstream.connect", "rules.*", "upstream.outcome", "upstream.reactor", "upstream.request", "upstream.time", "upstream.http1", HTTP_CORE, HTTP_CLIENT),
            room("upstream.health", "rules.*", "upstream.log", "upstream.outcome", "upstream.reactor", "upstream.request", "upstream.time", "upstream.http1", "upstream.connect", HTTP_CORE, SLF4J),
            room("upstream.naming", "rules.*", "upstream.log", "upstream.time", "javax.naming.", SLF4J),
            room("upstream", "rules.*", "upstream.*", HTTP_CORE, HTTP_CLIENT, SLF4J),

            room("diagnose.figures", "rules.*", "upstream.*", "io.micrometer.", SLF4J),
            room("diagnose.explain", "rules.*", "upstream.*", "diagnose.figures"),
            room("diagnose.log", "rules.*", "upstream.*", "diagnose.figures", SLF4J),
            room("diagnose.trace", "rules.*", "upstream.*", "io.micrometer.", SLF4J),
            room("diagnose", "rules.*", "upstream.*", "diagnose.figures", "diagnose.log", "diagnose.trace", "io.micrometer."),
            room("diagnose.status", "rules.*", "upstream.*", "diagnose", "diagnose.figures", "diagnose.explain", "diagnose.log", "org.owasp.encoder."),

            room("forward.container", "rules.*", "upstream.log", "upstream.reactor", SERVLET, SLF4J),
            room("forward.tunnel", "rules.*", "upstream.*", "forward.container", SLF4J),
            room("forward.client", "rules.*", "upstream.*", "forward.container", SERVLET, SLF4J),
            room("forward.answer", "rules.*", "upstream.*", "forward.container", "forward.client", SERVLET, SLF4J),
            room("forward.body", "rules.*", "upstream.*", "forward.container", "forward.client", "forward.answer", SERVLET),
            room("forward.member", "rules.*", "upstream.*", SLF4J),
            room("forward", "rules.*", "upstream.*", "forward.*", SERVLET, SLF4J),

            room("web.location", "config", "config.problem", "upstream.log", SERVLET, SLF4J),
            room("web", "rules.*", "config", "config.problem", "upstream.*", "diagnose.*", "forward.*", "web.location", SERVLET, SLF4J, "io.micrometer."),

            room("boot", "rules.*", "config", "config.problem", "upstream", "diagnose.status", "web", SERVLET, "io.micrometer.", SPRING),

            room("run.process", "upstream.log", "upstream.outcome", SLF4J),
            room("run.tls", "rules.*", "web", SLF4J, "org.eclipse.jetty."),
            room("run.file", "rules.*", "forward.answer", SERVLET, "org.eclipse.jetty."),
            room("run.server", "rules.*", "config", "config.problem", "upstream.*", "diagnose.*", "forward.answer", "forward.container", "web", "run.process", "run.file", "run.tls", SERVLET, SLF4J, "org.eclipse.jetty."),
            room("run.command", "rules.*", "config", "config.fix", "config.problem", "diagnose.*", "run.process", "run.server", SLF4J, "org.eclipse.jetty.", "picocli."),
            room("run", "run.*", "picocli."));

    @SafeVarargs
    private static Map<String, Room> house(Map.Entry<String, Room>... rooms) {
        Map<String, Room> house = new LinkedHashMap<>();
        for (Map.Entry<String, Room> room : rooms) {
            for (String known : room.getValue().rooms())
                assertTrue(known.endsWith(".*") ? known.startsWith(room.getKey().split("\\.")[0]) || house.containsKey(known.substring(0, known.length() - 2)) : house.containsKey(known), () -> room.getKey() + " stands above " + known);
            house.put(room.getKey(), room.getValue());
        }
        return house;
    }

    /** Names that end in a dot are those of libraries. */
    private static Map.Entry<String, Room> room(String name, String... known) {
        Map<Boolean, List<String>> parts = Stream.of(known).collect(Collectors.partitioningBy(word -> word.endsWith(".")));
        return Map.entry(name, new Room(parts.get(false), parts.get(true)));
    }

    @Test
    void everyImportIsAllowed() throws IOException {
        List<String> trespasses = new ArrayList<>();
        int seen = 0;
        for (Path file : sources()) {
            String room = SOURCES.relativize(file).getParent().toString().replace('/', '.');
            assertTrue(HOUSE.containsKey(room), () -> "no rule for " + room);
            Matcher imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                seen++;
                if (!allowed(room, imports.group(1))) trespasses.add(SOURCES.relativize(file) + " imports " + imports.group(1));
            }
        }
        assertEquals(List.of(), trespasses);
        assertTrue(seen > 100, "the imports were found");
    }

    @Test
    void noFullNameIsUsedPastTheImports() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources())
            for (String line : Files.readAllLines(file))
                if (!line.startsWith("import ") && !line.startsWith("package ") && !line.strip().startsWith("*") && !line.contains("\"")
                        && line.matches(".*\\b(org\\.(apache|eclipse|slf4j)|jakarta\\.servlet|picocli|java\\.(io|net|nio|time|util))\\.[\\w.]*[A-Z].*")) found.add(file + ": " + line.strip());
        assertEquals(List.of(), found);
    }

    @Test
    void everyLoggerIsHeardWithoutSlf4jProviderToo() throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path file : sources())
            if (!file.startsWith(SOURCES.resolve("run")) && !file.endsWith("Loggers.java") && Files.readString(file).contains("LoggerFactory")) others.add(file);
        assertEquals(List.of(), others);
    }

    /** {@code rules.match} of {@code rules.match.RuleSet.NONE}. */
    private static String packageOf(String name) {
        return name.replaceFirst("\\.[A-Z].*", "");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static boolean allowed(String room, String name) {
        if (name.startsWith("java.") || name.startsWith("javax.net.") || name.startsWith("javax.crypto.") || name.startsWith("javax.management.")) return true;
        if (name.startsWith(OURS)) {
            String other = packageOf(name.substring(OURS.length()));
            String family = other.split("\\.")[0] + ".*";
            return other.equals(room) || HOUSE.get(room).rooms().contains(other) || HOUSE.get(room).rooms().contains(family);
        }
        return HOUSE.get(room).libraries().stream().anyMatch(name::startsWith);
    }
}
