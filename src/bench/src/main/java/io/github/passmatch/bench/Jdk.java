package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home    its directory
 * @param feature 17, 25, …
 * @param version as its file {@code release} says
 */
record Jdk(Path home, int feature, String version) {

    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");
    /** The same for all, so that memory can be compared. */
    private static final String HEAP = "-Xmx512m";

    /** The one that runs the bench. */
    static Jdk own() {
        return of(Path.of(System.getProperty("java.home"))).orElseThrow();
    }

    /** The newest one that is newer than our own: one that {@code JAVA_HOME_…} names, or one where Linux keeps them. */
    static Optional<Jdk> newer() throws IOException {
        List<Path> homes = new ArrayList<>(System.getenv().entrySet().stream().filter(entry -> entry.getKey().startsWith("JAVA_HOME")).map(Map.Entry::getValue).map(Path::of).toList());
        if (Files.isDirectory(USUAL_PLACE)) {
            try (Stream<Path> installed = Files.list(USUAL_PLACE)) {
                homes.addAll(installed.toList());
            }
        }
        return homes.stream().flatMap(home -> of(home).stream()).filter(jdk -> jdk.feature() > own().feature()).max(Comparator.comparingInt(Jdk::feature));
    }

    private static Optional<Jdk> of(Path home) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return Optional.empty();
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Optional.of(new Jdk(home, Integer.parseInt(version.split("[.+-]")[0]), version));
    }

    /** The command that starts a JVM with the settings that all contenders have, and {@code arguments}. */
    List<String> command(List<String> jvmOptions, List<String> arguments) {
        return Stream.of(List.of(home.resolve("bin/java").toString(), HEAP), jvmOptions, arguments).flatMap(List::stream).toList();
    }
}
