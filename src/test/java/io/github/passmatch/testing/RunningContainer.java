package io.github.passmatch.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A container that is up. */
public record RunningContainer(ContainerProcess process, Path base, int port) implements AutoCloseable {

    /** Stops it as an operator does, and returns all that it has ever logged, in the console and in files. */
    public String stop() throws IOException, InterruptedException {
        process.terminate();
        process.awaitExit();
        StringBuilder log = new StringBuilder(process.log());
        if (Files.isDirectory(base.resolve("logs"))) {
            try (Stream<Path> files = Files.list(base.resolve("logs"))) {
                for (Path file : files.toList()) log.append('\n').append(Files.readString(file));
            }
        }
        return log.toString();
    }

    @Override
    public void close() {
        process.close();
    }
}
