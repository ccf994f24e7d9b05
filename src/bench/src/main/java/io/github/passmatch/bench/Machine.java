package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** On what and with what the figures came about. */
final class Machine {

    private Machine() { }

    /** Markdown. */
    static String text(Site site, List<Jdk> jdks, Settings settings) throws IOException {
        return """
                - %s, product at commit %s
                - %s, %d cores, %s MiB, Linux %s
                - JDK %s
                - %s; %s; %s; %s
                - %s
                - %d rounds of %d s, JVMs warmed up for %d s, then %d s for each further work
                """.formatted(Instant.now().truncatedTo(ChronoUnit.MINUTES), said(List.of("git", "describe", "--always", "--dirty"), line -> true),
                about("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(), mebibytes(about("/proc/meminfo", "MemTotal")), System.getProperty("os.version"),
                jdks.stream().map(Jdk::version).collect(Collectors.joining(", ")),
                said(List.of("apache2", "-v"), line -> line.contains("Apache/")), said(List.of("nginx", "-v"), line -> line.contains("nginx/")),
                said(List.of("haproxy", "-v"), line -> line.contains("version")), said(List.of("wrk", "-v"), line -> line.startsWith("wrk ")),
                libraries(site), settings.rounds(), settings.seconds(), settings.warmUp(), settings.nextWarmUp());
    }

    private static String about(String file, String key) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst().map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse("?");
        }
    }

    private static long mebibytes(String kib) {
        return Long.parseLong(kib.replaceAll("\\D", "")) / 1024;
    }

    private static String said(List<String> command, Predicate<String> wanted) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().filter(wanted).findFirst().map(line -> line.replace("Server version: ", "").replaceAll(" Copyright.*| - https?:.*", "").trim()).orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }

    private static String libraries(Site site) {
        return site.matching("(jetty-server|jetty-ee10-proxy|smiley|undertow-core|httpclient).*").stream().map(file -> file.getFileName().toString().replace(".jar", "")).collect(Collectors.joining(", "))
                + ", " + tomcat(site);
    }

    private static String tomcat(Site site) {
        try (var homes = Files.list(site.target().resolve("containers"))) {
            return homes.map(home -> home.getFileName().toString()).filter(name -> name.startsWith("apache-tomcat-")).findFirst().orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }

    /** What {@code /proc} counts CPU time in. */
    static int ticksPerSecond() {
        return Integer.parseInt(said(List.of("getconf", "CLK_TCK"), line -> true));
    }
}
