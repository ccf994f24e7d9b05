package io.github.passmatch.rules.log;

import java.nio.file.Path;

/** Where the lines of an access log are written. */
public sealed interface LogDestination {

    /** Standard output or standard error of the process. */
    enum Standard implements LogDestination {
        OUTPUT, ERROR
    }

    /**
     * A file, to which lines are appended.
     *
     * @param path absolute
     */
    record File(Path path) implements LogDestination { }
}
