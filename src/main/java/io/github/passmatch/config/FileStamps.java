package io.github.passmatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be told of files and directories without reading them. A directory's time changes when an entry comes or goes; links are followed. */
final class FileStamps {

    private record Stamp(FileTime modified, long size, Object key) {

        private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.isDirectory() ? 0 : attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return ABSENT;
            }
        }
    }

    private final Map<Path, Stamp> stamps = new LinkedHashMap<>();

    /** Looks at one that is about to be read; the first look counts. */
    void add(Path path) {
        stamps.computeIfAbsent(path.toAbsolutePath(), Stamp::of);
    }

    boolean isEmpty() {
        return stamps.isEmpty();
    }

    /** Those of the same files now. */
    FileStamps renewed() {
        FileStamps now = new FileStamps();
        stamps.keySet().forEach(now::add);
        return now;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamps that && that.stamps.equals(stamps);
    }

    @Override
    public int hashCode() {
        return stamps.hashCode();
    }
}
