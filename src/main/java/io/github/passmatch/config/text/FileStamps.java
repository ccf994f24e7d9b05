package io.github.passmatch.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records the state of the configuration files without reading them: time, size and identity of each file, and the files which each {@code Include} finds.
 * Symbolic links are followed. Directories are not recorded, because unrelated files in them may change.
 */
public final class FileStamps {

    private record Stamp(FileTime modified, long size, Object key) {

        private static final FileTime NO_TIME = FileTime.fromMillis(0);
        private static final Stamp ABSENT = new Stamp(NO_TIME, -1, null);
        /** Not a regular file, such as a pipe: reading changes its time, and it cannot be read twice. */
        private static final Stamp NO_FILE = new Stamp(NO_TIME, -2, null);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return attributes.isRegularFile() ? new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()) : NO_FILE;
            } catch (IOException e) {
                return ABSENT;
            }
        }
    }

    private final Set<Path> named = new LinkedHashSet<>();
    private final Map<FileSearch, List<Path>> searches = new LinkedHashMap<>();
    private final Map<Path, Stamp> files = new LinkedHashMap<>();
    private boolean finished = true;

    /** Records a file before it is read; only the first call for a file counts. */
    public void add(Path path) {
        named.add(path);
        stamp(path);
    }

    /** Records the files which an {@code Include} finds; only the first call for a search counts. */
    public void add(FileSearch search) {
        if (!searches.containsKey(search)) {
            List<Path> found = found(search);
            searches.put(search, found);
            found.forEach(this::stamp);
        }
    }

    private void stamp(Path path) {
        files.computeIfAbsent(path.toAbsolutePath(), Stamp::of);
    }

    private static List<Path> found(FileSearch search) {
        try {
            return search.files();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Records that the last line of a file has no line end: perhaps the file is still being written. */
    public void addUnfinished() {
        finished = false;
    }

    public boolean areFinished() {
        return finished;
    }

    public boolean isEmpty() {
        return named.isEmpty() && searches.isEmpty();
    }

    /** The present state for the same files and searches. */
    public FileStamps renewed() {
        FileStamps now = new FileStamps();
        named.forEach(now::add);
        searches.keySet().forEach(now::add);
        return now;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamps that && that.files.equals(files) && that.searches.equals(searches);
    }

    @Override
    public int hashCode() {
        return 31 * files.hashCode() + searches.hashCode();
    }
}
