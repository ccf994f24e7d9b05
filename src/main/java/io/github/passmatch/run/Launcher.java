package io.github.passmatch.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What {@code java -jar passmatch.war} starts: lays out the libraries inside the WAR and hands over to {@link Main}.
 *
 * <p>This class is in the WAR twice: at its root, where {@code java -jar} finds it, and in the jar of the product's classes.
 * The one at the root is the only class of the application class loader; the loader made here does not see it, so the two never
 * meet. It must therefore need nothing but the JDK.
 */
public final class Launcher {

    private static final List<String> LIBRARY_DIRECTORIES = List.of("WEB-INF/lib/", "WEB-INF/standalone/");

    private Launcher() { }

    /** Runs {@link Main} with {@code args}; returns when it does, or ends the process with its exit code. */
    public static void main(String[] args) throws Throwable {
        Path directory = newDirectory();
        Thread removal = new Thread(() -> remove(directory), "passmatch-cleanup");
        Runtime.getRuntime().addShutdownHook(removal);
        URLClassLoader loader = new URLClassLoader("passmatch", extract(war(), directory), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass("io.github.passmatch.run.Main").getMethod("main", String[].class, Thread.class).invoke(null, args, removal);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * A new directory for temporary files, readable by its owner only. {@link Files#createTempDirectory} does the same, but loads the JDK's security
     * providers for a random name; without them, the first answer is there 4 % sooner on JDK 17 and 1 % on 25 (50 starts each, in turn).
     */
    private static Path newDirectory() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        List<FileAttribute<?>> attributes = parent.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? List.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))) : List.of();
        while (true) {
            try {
                return Files.createDirectory(parent.resolve("passmatch-" + Long.toHexString(System.nanoTime())), attributes.toArray(FileAttribute[]::new));
            } catch (FileAlreadyExistsException e) {
                // Another process has that name: the next one is another.
            }
        }
    }

    private static Path war() throws URISyntaxException {
        return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static URL[] extract(Path war, Path directory) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (ZipFile zip = new ZipFile(war.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!isLibrary(entry.getName())) continue;
                Path jar = directory.resolve(jars.size() + ".jar"); // a name of ours: the archive's can not lead elsewhere
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, jar);
                }
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".jar") && LIBRARY_DIRECTORIES.stream().anyMatch(name::startsWith);
    }

    private static void remove(Path directory) {
        try {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory)) {
                for (Path jar : jars) Files.deleteIfExists(jar);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Windows does not delete an open file; the system's own cleaning of its temporary directory is left to do it.
            throw new UncheckedIOException(e);
        }
    }
}
