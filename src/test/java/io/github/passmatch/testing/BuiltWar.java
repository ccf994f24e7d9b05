package io.github.passmatch.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The WAR that the build has made, and variants of it as a user would make them. */
public final class BuiltWar {

    private BuiltWar() { }

    public static Path path() {
        return Path.of(System.getProperty("passmatch.war")).toAbsolutePath();
    }

    /** An empty directory for one test class or method. */
    public static Path workDirectory(String name) throws IOException {
        Path directory = Path.of(System.getProperty("passmatch.work"), name).toAbsolutePath();
        if (Files.exists(directory)) delete(directory);
        return Files.createDirectories(directory);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** A copy in which some entries have another text; entry by name. */
    public static Path variant(Path file, Map<String, String> entries) throws IOException {
        Files.copy(path(), file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) Files.writeString(zip.getPath(entry.getKey()), entry.getValue());
        }
        return file;
    }

    /** Puts a class of the tests, with the classes in it, into a copy of the WAR. */
    public static void addClass(Path war, Class<?> added) throws IOException {
        Path classes;
        try {
            classes = Path.of(added.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        String name = added.getName().replace('.', '/');
        Path directory = classes.resolve(name).getParent();
        try (FileSystem zip = FileSystems.newFileSystem(war); Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches(added.getSimpleName() + "(\\$.*)?\\.class")).toList()) {
                Path entry = zip.getPath("WEB-INF/classes/" + classes.relativize(file));
                Files.createDirectories(entry.getParent());
                Files.copy(file, entry);
            }
        }
    }

    /** Unpacks it into an empty directory. */
    public static Path unpack(Path directory) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(path()); Stream<Path> entries = Files.walk(zip.getPath("/"))) {
            for (Path entry : entries.toList()) {
                Path copy = directory.resolve(zip.getPath("/").relativize(entry).toString());
                if (Files.isDirectory(entry)) Files.createDirectories(copy);
                else Files.copy(entry, copy);
            }
        }
        return directory;
    }

    /** The text of one entry. */
    public static String entry(String name) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(path())) {
            return Files.readString(zip.getPath(name));
        }
    }
}
