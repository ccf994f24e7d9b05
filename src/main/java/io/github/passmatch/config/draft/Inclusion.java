package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the lines of other files in the place of an {@code Include}. */
public interface Inclusion {

    /** Number of nested files, the present one included. */
    int depth();

    /** The directory of the present file, for relative names. */
    Path directory();

    /** Reads the lines of {@code file} in the place of the present line. */
    void include(Path file) throws IOException;

    /** Reads the lines of {@code source} in the place of the present line. */
    void read(ConfigSource source);
}
