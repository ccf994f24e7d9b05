package io.github.passmatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK with virtual threads, if this machine has one: our own, one named by {@code JAVA_HOME} or {@code JAVA_HOME_…}, or one where Linux keeps them. */
public final class NewerJdk {

    private static final int VIRTUAL_THREADS_SINCE = 21;
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

    private NewerJdk() { }

    /** The newest one. */
    public static Optional<Path> find() {
        if (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) return Optional.of(ContainerProcess.ownJdk());
        Stream<Path> named = System.getenv().entrySet().stream().filter(entry -> entry.getKey().startsWith("JAVA_HOME")).map(Map.Entry::getValue).map(Path::of);
        return Stream.concat(named, installed()).filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .filter(home -> feature(home) >= VIRTUAL_THREADS_SINCE).max(Comparator.comparingInt(NewerJdk::feature));
    }

    private static Stream<Path> installed() {
        if (!Files.isDirectory(USUAL_PLACE)) return Stream.empty();
        try (Stream<Path> homes = Files.list(USUAL_PLACE)) {
            return homes.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version in the file {@code release} that each JDK has; 0 if it has none. */
    private static int feature(Path home) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]")[0]);
    }
}
