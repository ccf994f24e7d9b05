package io.github.passmatch.diagnose.log;

import java.io.IOException;

/** Lines that were kept in memory could not be written, and are lost. */
final class LostLines extends IOException {

    private static final long serialVersionUID = 1;

    private final int count;

    LostLines(int count, IOException cause) {
        super(cause.toString(), cause);
        this.count = count;
    }

    /** The number of lines; some of them may have been written before the failure. */
    int count() {
        return count;
    }
}
