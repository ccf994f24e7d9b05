package io.github.passmatch.rules.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.environment.FileLookup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Looks at the files of this machine. */
public final class DiskFiles implements FileLookup {

    public static final DiskFiles INSTANCE = new DiskFiles();

    /** On Linux, the real path of a file has the case of the request, so there is nothing to compare. */
    private static final boolean COMPARES_NAMES = !System.getProperty("os.name", "").startsWith("Linux");

    private DiskFiles() { }

    /** The path with this name; empty if there can be no such file. */
    public static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.getBytes(ISO_8859_1))).toString()));
        } catch (CharacterCodingException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public Kind kind(String name) {
        Optional<Path> path = path(name);
        if (path.isEmpty()) return Kind.ABSENT;
        Kind kind = kind(path.get(), LinkOption.NOFOLLOW_LINKS);
        return COMPARES_NAMES && (kind == Kind.FILE || kind == Kind.DIRECTORY) ? withItsOwnName(path.get(), kind) : kind;
    }

    @Override
    public Kind target(String name) {
        return path(name).map(path -> kind(path)).orElse(Kind.ABSENT);
    }

    private static Kind kind(Path path, LinkOption... links) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, links);
            if (attributes.isSymbolicLink()) return Kind.LINK;
            if (attributes.isDirectory()) return Kind.DIRECTORY;
            if (!attributes.isRegularFile()) return Kind.OTHER;
            return Files.isReadable(path) ? Kind.FILE : Kind.DENIED;
        } catch (NoSuchFileException e) {
            return Kind.ABSENT;
        } catch (AccessDeniedException e) {
            return Kind.DENIED;
        } catch (IOException e) {
            return Kind.ABSENT;     // for example too many links, or a name that is too long
        }
    }

    /** Where case makes no difference, or where a file has several names, only the real name counts: sections are compared to this name. */
    private static Kind withItsOwnName(Path path, Kind kind) {
        try {
            Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
            return String.valueOf(path.getFileName()).equals(String.valueOf(real.getFileName())) ? kind : Kind.ABSENT;
        } catch (IOException e) {
            return Kind.ABSENT;
        }
    }

    @Override
    public boolean hasOwnerOfTarget(String link) {
        Optional<Path> path = path(link);
        try {
            return path.isPresent() && Files.getOwner(path.get(), LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path.get()));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public long size(String name) {
        try {
            Optional<Path> path = path(name);
            return path.isPresent() ? Files.size(path.get()) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
