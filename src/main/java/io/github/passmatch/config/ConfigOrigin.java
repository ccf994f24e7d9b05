package io.github.passmatch.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

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

    private final Optional<Path> file;
    private final Text text;
    private FileStamps read = new FileStamps();
    private FileStamps seen = read;

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

    /** Reads it as it is now; {@code ${NAME}} may refer to the process's environment. */
    public Reading read() throws IOException, ConfigException {
        FileStamps stamps = new FileStamps();
        read = stamps;
        seen = stamps;
        file.ifPresent(stamps::add);
        return ConfigReader.read(text.open(), System.getenv(), stamps::add);
    }

    /** Whether there are files that could change. */
    public boolean isInFiles() {
        return !read.isEmpty();
    }

    /**
     * Whether its files have changed since they were read, and not since the last call: one that is being written is waited for.
     */
    public boolean hasChanged() {
        FileStamps now = read.renewed();
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(read);
    }
}
