package io.github.passmatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house: who may know whom. One way, no cycles. */
class ImportRulesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/passmatch");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    private static final String OURS = "io.github.passmatch.";

    /** Each room, the rooms it may use, and the libraries. */
    private record Room(List<String> rooms, List<String> libraries) { }

    private static final Map<String, Room> HOUSE = Map.of(
            "rules", new Room(List.of(), List.of()),
            "config", new Room(List.of("rules"), List.of()),
            "upstream", new Room(List.of("rules"), List.of("org.apache.hc.", "org.slf4j.")),
            "forward", new Room(List.of("upstream", "rules"), List.of("jakarta.servlet.", "org.slf4j.")),
            "diagnose", new Room(List.of("upstream", "rules"), List.of("io.micrometer.", "org.owasp.encoder.", "org.slf4j.")),
            "web", new Room(List.of("forward", "upstream", "config", "rules", "diagnose"), List.of("jakarta.servlet.", "org.slf4j.", "io.micrometer.")),
            "run", new Room(List.of("web", "diagnose", "config", "upstream", "rules"), List.of("jakarta.servlet.", "org.slf4j.", "org.eclipse.jetty.", "picocli.")));

    @Test
    void everyImportIsAllowed() throws IOException {
        List<String> trespasses = new ArrayList<>();
        int seen = 0;
        for (Path file : sources()) {
            String room = SOURCES.relativize(file).getName(0).toString();
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

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static boolean allowed(String room, String name) {
        if (name.startsWith("java.") || name.startsWith("javax.net.") || name.startsWith("javax.management.")) return true;
        if (name.startsWith(OURS)) {
            String other = name.substring(OURS.length()).split("\\.")[0];
            return other.equals(room) || HOUSE.get(room).rooms().contains(other);
        }
        return HOUSE.get(room).libraries().stream().anyMatch(name::startsWith);
    }
}
