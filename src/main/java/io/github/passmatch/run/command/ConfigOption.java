package io.github.passmatch.run.command;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Defines {@code --config} and the messages for a file that cannot be used. */
final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", description = "File of httpd directives. Default: system property passmatch.config, else environment variable PASSMATCH_CONFIG.")
    private Path config;

    /** The configuration file; empty if none is named by option, system property or environment variable. */
    Optional<Path> file() {
        return config != null ? Optional.of(config)
                : Stream.of(System.getProperty("passmatch.config"), System.getenv("PASSMATCH_CONFIG"))
                        .filter(name -> name != null && !name.isBlank()).findFirst().map(Path::of);
    }

    /** A configuration for {@code java -jar}, or for a servlet container. The problems are those for {@code java -jar}. */
    static Reading read(Path file) throws IOException, ConfigException {
        ConfigSource source = ConfigSource.file(file);
        try {
            return ConfigReader.readStandalone(source, System.getenv());
        } catch (ConfigException standalone) {
            return readForContainer(source, standalone);
        }
    }

    private static Reading readForContainer(ConfigSource source, ConfigException standalone) throws ConfigException {
        try {
            return ConfigReader.read(source, System.getenv());
        } catch (ConfigException e) {
            throw standalone;
        }
    }

    static String refusal(ConfigException e) {
        long errors = e.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).count();
        return errors + (errors == 1 ? " error" : " errors") + " in the configuration:\n" + e.getMessage();
    }

    static String unreadable(Path file, IOException e) {
        String why = Files.notExists(file) ? "no such file" : Files.isDirectory(file) ? "it is a directory" : !Files.isReadable(file) ? "permission denied" : String.valueOf(e.getMessage());
        return "cannot read " + file + ": " + why;
    }
}
