package io.github.passmatch.config;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.text.FileStamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Reads a configuration from its source, and reads it again after its files have changed. Not safe for concurrent use. */
public final class ConfigOrigin {

    /** Opens the source; called for each reading. */
    @FunctionalInterface
    public interface Text {
        /** Returns the present text. */
        ConfigSource open() throws IOException;
    }

    /** A change is read only after the files were unchanged for this number of checks in a row. */
    static final int UNCHANGED_CHECKS = 2;
    /** The same for a file without a line end at its end: such a file is often still being written. */
    static final int UNCHANGED_CHECKS_UNFINISHED = 5;
    /** Largest number of readings if a file changes during each of them; a pause is made before each repetition. */
    private static final int MAX_READINGS = 10;
    private static final long PAUSE_NANOS = 50_000_000L;

    private final Optional<Path> file;
    private final Text text;
    private final boolean standalone;
    private final Map<String, String> variables;
    private FileStamps read = new FileStamps();
    private FileStamps seen = read;
    private int unchangedChecks;

    private ConfigOrigin(Optional<Path> file, Text text, boolean standalone, Map<String, String> variables) {
        this.standalone = standalone;
        this.variables = variables;
        this.file = file;
        this.text = text;
    }

    /** A configuration file. The file and the files which it includes are checked for changes. */
    public static ConfigOrigin file(Path file) {
        return file(file, () -> ConfigSource.file(file));
    }

    /** As {@link #file(Path)}, for {@code java -jar}: no servlet container does TLS to clients. */
    public static ConfigOrigin standaloneFile(Path file) {
        return new ConfigOrigin(Optional.of(file), () -> ConfigSource.file(file), true, System.getenv());
    }

    /** A configuration file that has another name in messages. */
    public static ConfigOrigin file(Path file, Text text) {
        return new ConfigOrigin(Optional.of(file), text, false, System.getenv());
    }

    /** Text that does not come from a file. Files which it includes are checked for changes. */
    public static ConfigOrigin text(Text text) {
        return new ConfigOrigin(Optional.empty(), text, false, System.getenv());
    }

    /** The same origin, not read yet, with other values for {@code ${NAME}} than the environment of the process. */
    public ConfigOrigin with(Map<String, String> values) {
        return new ConfigOrigin(file, text, standalone, values);
    }

    /**
     * Reads the present configuration; {@code ${NAME}} may refer to the environment of the process, unless {@link #with} has set other values. If a file changes during the reading, everything is read again.
     *
     * @throws IOException     if the configuration cannot be read, or still changes after half a second
     * @throws ConfigException with all problems, if there is any error
     */
    public Reading read() throws IOException, ConfigException {
        Attempt attempt = new Attempt();
        for (int i = 1; !attempt.isWhole(); i++) {
            if (i == MAX_READINGS) throw new IOException("the files keep changing while they are read");
            LockSupport.parkNanos(this, PAUSE_NANOS);
            attempt = new Attempt();
        }
        return taken(attempt);
    }

    /** The configuration file; empty if the text comes from elsewhere. */
    public Optional<Path> file() {
        return file;
    }

    /** When the configuration file was changed last; empty if there is none. */
    public Optional<Instant> fileChanged() {
        try {
            return file.isPresent() ? Optional.of(Files.getLastModifiedTime(file.get()).toInstant()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the configuration comes from files or includes files. */
    public boolean isInFiles() {
        return !read.isEmpty();
    }

    /**
     * Reads the configuration again if its files have changed; to be called at regular intervals. All files must have been unchanged for {@value #UNCHANGED_CHECKS}
     * calls in a row after the call that saw the change, and during the reading.
     *
     * @return empty if nothing has changed, or the change is too recent
     * @throws IOException     as {@link #read}, once for each change
     * @throws ConfigException as {@link #read}, once for each change
     */
    public Optional<Reading> readIfChanged() throws IOException, ConfigException {
        FileStamps now = seen.renewed();
        unchangedChecks = now.equals(seen) ? unchangedChecks + 1 : 0;
        seen = now;
        if (now.equals(read) || unchangedChecks < UNCHANGED_CHECKS) return Optional.empty();
        Attempt attempt = new Attempt();
        if (!attempt.stamps.equals(now) || !attempt.isWhole()) {     // a file has changed meanwhile, or other files are included
            seen = attempt.stamps;
            unchangedChecks = 0;
            return Optional.empty();
        }
        if (!attempt.stamps.areFinished() && unchangedChecks < UNCHANGED_CHECKS_UNFINISHED) return Optional.empty();
        return Optional.of(taken(attempt));
    }

    private Reading taken(Attempt attempt) throws IOException, ConfigException {
        read = attempt.stamps;
        seen = read;
        unchangedChecks = 0;
        return attempt.reading();
    }

    /** One reading: its result, and the state of all files before the reading. */
    private final class Attempt {
        private final FileStamps stamps = new FileStamps();
        private Reading reading;
        private ConfigException errors;
        private IOException failure;
        private RuntimeException fault;

        Attempt() {
            file.ifPresent(stamps::add);
            try {
                reading = ConfigReader.read(text.open(), variables, stamps, standalone);
            } catch (ConfigException e) {
                errors = e;
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                fault = e;
            }
        }

        /** Whether no file has changed since it was read. */
        boolean isWhole() {
            return stamps.renewed().equals(stamps);
        }

        Reading reading() throws IOException, ConfigException {
            if (failure != null) throw failure;
            if (errors != null) throw errors;
            if (fault != null) throw fault;
            return reading;
        }
    }
}
