package io.github.passmatch.rules;

import java.util.Objects;

/**
 * A position in the configuration.
 *
 * @param file   the name as the user gave it, or {@code web.xml} for inline directives
 * @param line   counted from 1
 * @param column counted from 1, in characters
 */
public record Place(String file, int line, int column) {

    public Place {
        Objects.requireNonNull(file, "file");
        if (line < 1) throw new IllegalArgumentException("line must be at least 1, was " + line);
        if (column < 1) throw new IllegalArgumentException("column must be at least 1, was " + column);
    }

    /** The form that editors and terminals make clickable: {@code file:line}. */
    public String fileAndLine() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
