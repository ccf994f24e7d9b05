package io.github.passmatch.config.draft;

import java.io.IOException;
import java.nio.file.Path;

/** How the lines of other files are read in the place of an {@code Include}. */
public interface Inclusion {

    /** How many files include the present one. */
    int depth();

    /** The directory of the present file, where relative names begin. */
    Path directory();

    /** Reads the lines of {@code file} as if they stood here. */
    void include(Path file) throws IOException;
}
