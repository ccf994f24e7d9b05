package io.github.passmatch.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of {@code Include} and {@code IncludeOptional}: a file, a directory with all below it, or a pattern, each in the order of names. */
final class IncludeLines {

    /** Files that include files that include … : deeper is a circle. */
    private static final int MAX_DEPTH = 20;

    private IncludeLines() { }

    static void include(Line line, Here here) {
        include(line, here, true);
    }

    static void includeOptional(Line line, Here here) {
        include(line, here, false);
    }

    private static void include(Line line, Here here, boolean needed) {
        ServerLines.one(line, here).ifPresent(value -> {
            try {
                List<Path> files = find(value.text(), here);
                if (files.isEmpty() && needed) here.problems().error(value.place(), "no file fits " + value.text(), "it is looked for beside this file" + here.config().serverRoot.map(root -> " and in " + root).orElse("") + "; write IncludeOptional if there may be none");
                if (here.inclusion().depth() >= MAX_DEPTH) here.problems().error(line.place(), "more than " + MAX_DEPTH + " files include one another", "one of them includes itself");
                else for (Path file : files) here.inclusion().include(file);
            } catch (IOException | InvalidPathException e) {
                here.problems().error(value.place(), "cannot be included: " + e, "");
            }
        });
    }

    private static List<Path> directories(Here here) {
        List<Path> directories = new ArrayList<>(List.of(here.inclusion().directory()));
        here.config().serverRoot.ifPresent(directories::add);
        return directories;
    }

    private static List<Path> find(String name, Here here) throws IOException {
        for (Path directory : directories(here)) {
            List<Path> files = Wildcards.isPattern(name) ? fitting(directory, name, here) : below(directory.resolve(name), here);
            if (!files.isEmpty()) return files;
        }
        return List.of();
    }

    private static List<Path> below(Path path, Here here) throws IOException {
        here.config().visited.accept(path);
        if (Files.isRegularFile(path)) return List.of(path);
        if (!Files.isDirectory(path)) return List.of();
        try (Stream<Path> paths = Files.walk(path)) {
            List<Path> all = paths.sorted().toList();
            all.forEach(here.config().visited);
            return all.stream().filter(Files::isRegularFile).toList();
        }
    }

    /** {@code *}, {@code ?} and {@code [a-z]} in any segment; none of them crosses a slash. */
    private static List<Path> fitting(Path directory, String pattern, Here here) throws IOException {
        int firstPattern = 0;
        String[] segments = pattern.split("/");
        while (!Wildcards.isPattern(segments[firstPattern])) firstPattern++;
        Path root = directory.resolve(String.join("/", List.of(segments).subList(0, firstPattern)) + (pattern.startsWith("/") && firstPattern == 1 ? "/" : ""));
        here.config().visited.accept(root);
        if (!Files.isDirectory(root)) return List.of();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + String.join("/", List.of(segments).subList(firstPattern, segments.length)));
        List<Path> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root, segments.length - firstPattern)) {
            for (Path path : paths.sorted().toList()) {
                if (Files.isDirectory(path)) here.config().visited.accept(path);
                if (matcher.matches(root.relativize(path))) found.addAll(below(path, here));
            }
        }
        return found;
    }
}
