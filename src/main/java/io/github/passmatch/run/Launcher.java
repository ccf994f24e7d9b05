package io.github.passmatch.run;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Starts {@code java -jar passmatch.war}: reads the libraries inside the WAR into memory and calls {@link Main}. No temporary folder is
 * needed, and after that no file.
 *
 * <p>This class and the two of the library loader are in the WAR twice: at its root, where {@code java -jar} finds them, and in the jar of the product's
 * classes. The classes at the root are the only ones of the application class loader; the class loader created here does not see them. They must
 * therefore depend on the JDK only.
 */
public final class Launcher {

    private static final List<String> LIBRARY_DIRECTORIES = List.of("WEB-INF/lib/", "WEB-INF/standalone/");

    private Launcher() { }

    /** Runs {@link Main} with {@code args}; returns when {@link Main} returns, or ends the process with the exit code. */
    public static void main(String[] args) throws Throwable {
        LibraryLoader loader = new LibraryLoader();
        addLibraries(war(), loader);
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass("io.github.passmatch.run.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Path war() throws URISyntaxException {
        return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void addLibraries(Path war, LibraryLoader loader) throws IOException {
        try (ZipFile zip = new ZipFile(war.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (isLibrary(entry.getName())) loader.add(new LibraryJar(entry.getName(), read(zip, entry)));
            }
        }
    }

    private static ByteBuffer read(ZipFile zip, ZipEntry entry) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) entry.getSize());
        try (InputStream in = zip.getInputStream(entry); ReadableByteChannel channel = Channels.newChannel(in)) {
            while (buffer.hasRemaining()) if (channel.read(buffer) < 0) throw new IOException(entry.getName() + " is incomplete");
        }
        return buffer.flip();
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".jar") && LIBRARY_DIRECTORIES.stream().anyMatch(name::startsWith);
    }
}
