package io.github.passmatch.diagnose.log;

import java.io.IOException;

/** The end of an access log. Safe for concurrent use. */
interface LogSink {

    /** Whether a line would be written. */
    default boolean isOn() {
        return true;
    }

    /** @param line without its end; a byte string, or text if {@code isText} */
    void write(String line, boolean isText) throws IOException;

    /** Writes lines that are kept in memory. */
    void flush() throws IOException;

    /** No configuration in force has this log any more. Lines of requests that are still running are written. */
    default void retire() { }
}
