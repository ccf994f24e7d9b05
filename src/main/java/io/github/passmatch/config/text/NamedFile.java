package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the file or directory which a directive names; relative names refer to the directory of the configuration.
 *
 * @param path  the path; empty if the name is not a valid file name
 * @param place of the word that names it
 */
public record NamedFile(Optional<Path> path, String text, Place place, Problems problems) {

    private static NamedFile of(Value value, Path directory) {
        try {
            return new NamedFile(Optional.of(directory.resolve(value.text())), value.text(), value.place(), value.problems());
        } catch (InvalidPathException e) {
            return new NamedFile(Optional.empty(), value.text(), value.place(), value.problems());
        }
    }

    /** The file in the first of {@code directories} that contains it, else in the first directory; recorded for changes, also if it is missing. */
    public static NamedFile watched(Value value, List<Path> directories, FileStamps stamps) {
        List<NamedFile> files = directories.stream().map(directory -> of(value, directory)).toList();
        NamedFile file = files.stream().filter(candidate -> candidate.path().filter(Files::exists).isPresent()).findFirst().orElse(files.get(0));
        file.path().ifPresent(stamps::add);
        return file;
    }

    /** The files in a directory, found as by {@link #watched}, that look like certificates; they are recorded for changes. Empty after an error was reported. */
    public static List<NamedFile> watchedCertificates(Value value, List<Path> directories, FileStamps stamps) {
        List<NamedFile> files = watched(value, directories, stamps).certificateFiles();
        files.forEach(file -> file.path().ifPresent(stamps::add));
        return files;
    }

    /** The contents of the file; empty after an error was reported. */
    Optional<byte[]> bytes() {
        if (path.isEmpty() || !Files.isRegularFile(path.get())) {
            report("does not exist or is not a file", path.map(p -> "looked for at " + p.toAbsolutePath()).orElse(""));
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(path.get()));
        } catch (IOException e) {
            report("cannot be read", String.valueOf(e));
            return Optional.empty();
        }
    }

    /** The files in this directory that look like certificates: {@code *.pem}, {@code *.crt}, {@code *.cer}, and OpenSSL's hash links. */
    private List<NamedFile> certificateFiles() {
        if (path.isEmpty() || !Files.isDirectory(path.get())) {
            report("does not exist or is not a directory", path.map(p -> "looked for at " + p.toAbsolutePath()).orElse(""));
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path.get())) {
            List<Path> files = entries.filter(entry -> entry.getFileName().toString().matches("(?i).*\\.(pem|crt|cer)|[0-9a-f]{8}\\.\\d+")).sorted().toList();
            if (files.isEmpty()) report("contains no certificate files", "names of certificate files end with .pem, .crt or .cer, or are OpenSSL's hash links");
            return files.stream().map(file -> new NamedFile(Optional.of(file), file.toString(), place, problems)).toList();
        } catch (IOException e) {
            report("cannot be read", String.valueOf(e));
            return List.of();
        }
    }

    void warn(String what) {
        problems.warn(place, "\"" + text + "\" " + what, "");
    }

    void report(String what, String hint) {
        problems.error(place, "\"" + text + "\" " + what, hint);
    }
}
