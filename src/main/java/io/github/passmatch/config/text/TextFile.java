package io.github.passmatch.config.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds the lines of a file which a directive names, such as a password file. Messages do not quote the lines, because they may contain secrets.
 *
 * @param name  the path of the file
 * @param lines without line ends; byte strings
 */
public record TextFile(String name, List<String> lines) {

    public TextFile {
        lines = List.copyOf(lines);
    }

    /**
     * Reads the file in the first of {@code directories} that contains it, and records it for changes; empty after an error was reported.
     *
     * @param directories for a relative name
     */
    public static Optional<TextFile> read(Value value, List<Path> directories, FileStamps stamps) {
        NamedFile file = NamedFile.watched(value, directories, stamps);
        return file.bytes().map(bytes -> new TextFile(file.path().orElseThrow().toString(), new String(bytes, ISO_8859_1).lines().toList()));
    }

    /** Whether {@link #read} finds the file; the file is recorded for changes also if it is missing. */
    public static boolean exists(Value value, List<Path> directories, FileStamps stamps) {
        return NamedFile.watched(value, directories, stamps).path().filter(Files::isRegularFile).isPresent();
    }

    /** @param line counted from 0 */
    public Place place(int line) {
        return new Place(name, line + 1, 1);
    }
}
