package io.github.passmatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the bench works.
 *
 * @param target    what Maven has built: classes and libraries
 * @param directory what is written while it runs; empty at its start
 * @param war       the product
 * @param profiling whether JVMs keep what a profiler wants
 */
record Site(Path target, Path directory, Path war, boolean profiling) {

    static Site make(Path target, Path war, boolean profiling) throws IOException {
        if (!Files.exists(war)) throw new IOException("there is no " + war + ": start the bench by src/bench/run, which builds it");
        Path directory = target.resolve("run");
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
        return new Site(target.toAbsolutePath(), Files.createDirectories(directory).toAbsolutePath(), war.toAbsolutePath().normalize(), profiling);
    }

    /** A new directory in that of this run. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** A port that nothing listens on. */
    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** The bench's own classes, and of its libraries those whose names match. */
    String classPath(String libraries) {
        return target.resolve("classes") + Stream.concat(Stream.of(""), matching(libraries).stream().map(Path::toString)).reduce((all, next) -> all + ":" + next).orElse("");
    }

    /** The library whose name matches. */
    List<Path> matching(String expression) {
        try (Stream<Path> files = Files.list(target.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().matches(expression)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before a Java program's own arguments. */
    List<String> jvmOptions() {
        return profiling ? List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints") : List.of();
    }
}
