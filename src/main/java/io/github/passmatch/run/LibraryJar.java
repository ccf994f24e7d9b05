package io.github.passmatch.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads a jar in memory outside of the heap. Supports what the build writes: no ZIP64, no encryption, entries stored or deflated. */
final class LibraryJar {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    private static final int FIRST_VERSION = 9;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final String name;
    private final ByteBuffer zip;
    private final Map<String, Entry> entries;
    private Manifest manifest;

    /**
     * Reads the directory of a jar.
     *
     * @param zip the whole file, from 0 to the buffer's limit; never changed
     * @throws IOException if the file is not a jar
     */
    LibraryJar(String name, ByteBuffer zip) throws IOException {
        this.name = name;
        this.zip = zip.order(ByteOrder.LITTLE_ENDIAN);
        try {
            int end = end();
            this.entries = new HashMap<>(zip.getShort(end + 10) * 2);
            boolean versions = readDirectory(zip.getInt(end + 16), zip.getShort(end + 10) & 0xffff);
            if (versions && "true".equalsIgnoreCase(manifest().getMainAttributes().getValue(Name.MULTI_RELEASE))) useVersions();
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(name + " is damaged", e);
        }
    }

    private int end() throws IOException {
        for (int at = zip.limit() - END_BYTES; at >= 0; at--) if (zip.getInt(at) == END_SIGNATURE) return at;
        throw new IOException(name + " is not a jar");
    }

    /** Whether there are entries for specific versions of Java. */
    private boolean readDirectory(int at, int count) throws IOException {
        boolean versions = false;
        for (int i = 0; i < count; i++) {
            if (zip.getInt(at) != DIRECTORY_SIGNATURE) throw new IOException(name + " is damaged");
            int nameBytes = zip.getShort(at + 28) & 0xffff;
            byte[] entryName = new byte[nameBytes];
            zip.get(at + DIRECTORY_BYTES, entryName);
            String text = new String(entryName, UTF_8);
            entries.putIfAbsent(text, new Entry(this, text, zip.getShort(at + 10), zip.getInt(at + 42), zip.getInt(at + 20), zip.getInt(at + 24)));
            versions |= text.startsWith(VERSIONS);
            at += DIRECTORY_BYTES + nameBytes + (zip.getShort(at + 30) & 0xffff) + (zip.getShort(at + 32) & 0xffff);
        }
        return versions;
    }

    /** In a multi-release jar, the entry for the newest version that is not newer than this Java is used. */
    private void useVersions() {
        for (int version = FIRST_VERSION; version <= Runtime.version().feature(); version++) {
            String prefix = VERSIONS + version + "/";
            for (Map.Entry<String, Entry> entry : Map.copyOf(entries).entrySet())
                if (entry.getKey().startsWith(prefix)) entries.put(entry.getKey().substring(prefix.length()), entry.getValue());
        }
    }

    String name() {
        return name;
    }

    /** By name. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** Empty if the jar has none. */
    synchronized Manifest manifest() throws IOException {
        if (manifest == null) {
            Entry entry = entries.get(MANIFEST);
            manifest = entry == null ? new Manifest() : new Manifest(new ByteArrayInputStream(entry.bytes()));
        }
        return manifest;
    }

    /**
     * A file in the jar.
     *
     * @param local  position of the local header
     * @param packed compressed size, bytes
     * @param size   uncompressed size, bytes
     */
    record Entry(LibraryJar jar, String name, int method, int local, int packed, int size) {

        byte[] bytes() throws IOException {
            int start = local + LOCAL_BYTES + (jar.zip.getShort(local + 26) & 0xffff) + (jar.zip.getShort(local + 28) & 0xffff);
            byte[] bytes = new byte[size];
            if (method == STORED) jar.zip.get(start, bytes);
            else if (method == DEFLATED) inflate(jar.zip.slice(start, packed), bytes);
            else throw new IOException(name + " in " + jar.name + " uses an unknown compression method");
            return bytes;
        }

        private void inflate(ByteBuffer from, byte[] bytes) throws IOException {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(from);
                int filled = 0;
                while (filled < size && !inflater.finished()) {
                    int count = inflater.inflate(bytes, filled, size - filled);
                    if (count == 0 && inflater.needsInput()) break;
                    filled += count;
                }
                if (filled < size) throw new IOException(name + " in " + jar.name + " is damaged");
            } catch (DataFormatException e) {
                throw new IOException(name + " in " + jar.name + " is damaged", e);
            } finally {
                inflater.end();
            }
        }
    }
}
