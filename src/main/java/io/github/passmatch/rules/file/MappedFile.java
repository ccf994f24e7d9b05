package io.github.passmatch.rules.file;

import io.github.passmatch.rules.Place;
import java.util.Objects;

/**
 * The name of the file that a path is mapped to.
 *
 * @param name  absolute, a byte string; there may be no such file
 * @param place position of the directive
 * @param line  the directive with its arguments
 * @param program whether httpd would run the file: {@code ScriptAlias}
 */
public record MappedFile(String name, Place place, String line, boolean program) {

    public MappedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(line, "line");
    }
}
