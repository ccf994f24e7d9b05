package io.github.passmatch.config;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.text.FileStamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a configuration comes from, so that it can be read again, and what it was made of when it was last read. For one thread at a time.
 */
public final class ConfigOrigin {

    /** Opens the text; called for each reading. */
    @FunctionalInterface
    public interface Text {
        /** The text as it is now. */
        ConfigSource open() throws IOException;
    }

    /** So many looks in a row must have found the files unchanged before a change is read. */
    static final int LOOKS_AT_REST = 2;
    /** The same where a file ends within a line, which is what one half written usually does. */
    static final int LOOKS_AT_REST_UNFINISHED = 5;
    /** A reading during which a file changed is repeated so often at most, after a pause each time. */
    private static final int MAX_READINGS = 10;
    private static final long PAUSE_NANOS = 50_000_000L;

    private final Optional<Path> file;
    private final Text text;
    private FileStamps read = new FileStamps();
    private FileStamps seen = read;
    private int looksAtRest;

    private ConfigOrigin(Optional<Path> file, Text text) {
        this.file = file;
        this.text = text;
    }

    /** A file, watched with all that it includes. */
    public static ConfigOrigin file(Path file) {
        return file(file, () -> ConfigSource.file(file));
    }

    /** A file that goes by another name in messages. */
    public static ConfigOrigin file(Path file, Text text) {
        return new ConfigOrigin(Optional.of(file), text);
    }

    /** Text that is in no file of its own; what it includes is watched all the same. */
    public static ConfigOrigin text(Text text) {
        return new ConfigOrigin(Optional.empty(), text);
    }

    /**
     * Reads it as it is now; {@code ${NAME}} may refer to the process's environment. A file that changes during reading is read again.
     *
     * @throws IOException     if it cannot be read, or keeps changing for half a second
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

    /** Whether there are files that could change. */
    public boolean isInFiles() {
        return !read.isEmpty();
    }

    /**
     * To be called at regular intervals: reads the configuration again if its files have changed and have been left alone since. All of them must have been the
     * same at {@value #LOOKS_AT_REST} calls in a row after the one that saw the change, and during the reading.
     *
     * @return empty if there is nothing new, or not yet
     * @throws IOException     as {@link #read}, once for each change
     * @throws ConfigException as {@link #read}, once for each change
     */
    public Optional<Reading> readIfChanged() throws IOException, ConfigException {
        FileStamps now = seen.renewed();
        looksAtRest = now.equals(seen) ? looksAtRest + 1 : 0;
        seen = now;
        if (now.equals(read) || looksAtRest < LOOKS_AT_REST) return Optional.empty();
        Attempt attempt = new Attempt();
        if (!attempt.stamps.equals(now) || !attempt.isWhole()) {     // it changed after all, or includes other files than before
            seen = attempt.stamps;
            looksAtRest = 0;
            return Optional.empty();
        }
        if (!attempt.stamps.areFinished() && looksAtRest < LOOKS_AT_REST_UNFINISHED) return Optional.empty();
        return Optional.of(taken(attempt));
    }

    private Reading taken(Attempt attempt) throws IOException, ConfigException {
        read = attempt.stamps;
        seen = read;
        looksAtRest = 0;
        return attempt.reading();
    }

    /** One reading: what came of it, and the stamps of all files from before. */
    private final class Attempt {
        private final FileStamps stamps = new FileStamps();
        private Reading reading;
        private ConfigException errors;
        private IOException failure;
        private RuntimeException fault;

        Attempt() {
            file.ifPresent(stamps::add);
            try {
                reading = ConfigReader.read(text.open(), System.getenv(), stamps);
            } catch (ConfigException e) {
                errors = e;
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                fault = e;
            }
        }

        /** Whether no file has changed since just before it was read. */
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
