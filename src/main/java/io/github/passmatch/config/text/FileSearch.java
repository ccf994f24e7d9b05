package io.github.passmatch.config.text;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the files of an {@code Include}; the result changes when files are created or deleted.
 *
 * @param directory for a relative name
 * @param name      a file, a directory with everything below it, or a pattern
 */
public record FileSearch(Path directory, String name) {

    /**
     * The regular files which exist now, sorted by name.
     *
     * @throws IOException if a directory cannot be read
     */
    public List<Path> files() throws IOException {
        return Wildcards.isPattern(name) ? fitting() : below(directory.resolve(name));
    }

    private static List<Path> below(Path path) throws IOException {
        if (Files.isRegularFile(path)) return List.of(path);
        if (!Files.isDirectory(path)) return List.of();
        return walk(path, Integer.MAX_VALUE).stream().filter(Files::isRegularFile).toList();
    }

    /** {@code *}, {@code ?} and {@code [a-z]} in any segment; they do not match a slash. */
    private List<Path> fitting() throws IOException {
        int firstPattern = 0;
        String[] segments = name.split("/");
        while (!Wildcards.isPattern(segments[firstPattern])) firstPattern++;
        Path root = directory.resolve(String.join("/", List.of(segments).subList(0, firstPattern)) + (name.startsWith("/") && firstPattern == 1 ? "/" : ""));
        if (!Files.isDirectory(root)) return List.of();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + String.join("/", List.of(segments).subList(firstPattern, segments.length)));
        List<Path> found = new ArrayList<>();
        for (Path path : walk(root, segments.length - firstPattern)) if (matcher.matches(root.relativize(path))) found.addAll(below(path));
        return found;
    }

    /** Symbolic links are followed, as in httpd; a link to a parent directory is ignored, and a file that was just deleted too. */
    private static List<Path> walk(Path root, int depth) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                found.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (failure instanceof FileSystemLoopException || failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw failure;
            }
        });
        found.sort(null);
        return found;
    }
}
