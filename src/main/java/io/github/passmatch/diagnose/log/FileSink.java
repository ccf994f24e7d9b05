package io.github.passmatch.diagnose.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.rules.log.LogDestination;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends lines to a file, to standard output or to standard error. A file that was moved or removed (logrotate) is created again at the next flush that is at least a second later; no signal is needed.
 */
final class FileSink implements LogSink {

    private static final long CHECK_NANOS = 1_000_000_000L;
    private static final int KEPT_BYTES = 64 * 1024;

    private final LogDestination destination;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int count;                  // of the lines in memory
    private OutputStream out;           // null: not open
    private Object key;                 // of the open file; null: not known
    private long checked;
    private boolean retired;

    FileSink(LogDestination destination) {
        this.destination = destination;
    }

    /** Opens the file. */
    void open() throws IOException {
        lock.lock();
        try {
            if (out == null) out = stream();
        } finally {
            lock.unlock();
        }
    }

    private OutputStream stream() throws IOException {
        if (destination == LogDestination.Standard.OUTPUT) return new FileOutputStream(FileDescriptor.out);
        if (destination == LogDestination.Standard.ERROR) return new FileOutputStream(FileDescriptor.err);
        Path path = ((LogDestination.File) destination).path();
        OutputStream opened = new FileOutputStream(path.toFile(), true);
        checked = System.nanoTime();
        key = keyOf(path);
        return opened;
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void write(String line, boolean isText) throws IOException {
        byte[] bytes = line.getBytes(isText ? UTF_8 : ISO_8859_1);
        lock.lock();
        try {
            lines.writeBytes(bytes);
            lines.write('\n');
            count++;
            if (lines.size() >= KEPT_BYTES) flush();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            if (count == 0) return;
            int kept = count;
            try {
                closeIfMoved();
                open();
                lines.writeTo(out);
            } catch (IOException e) {
                throw new LostLines(kept, e);
            } finally {
                lines.reset();
                count = 0;
            }
            if (retired) close();
        } finally {
            lock.unlock();
        }
    }

    private void closeIfMoved() throws IOException {
        long now = System.nanoTime();
        if (out == null || !(destination instanceof LogDestination.File file) || now - checked < CHECK_NANOS) return;
        checked = now;
        try {
            Object present = keyOf(file.path());
            if (present == null || present.equals(key)) return;
        } catch (NoSuchFileException e) {
            key = null;
        }
        close();
    }

    private void close() throws IOException {
        OutputStream opened = out;
        out = null;
        if (opened != null && destination instanceof LogDestination.File) opened.close();
    }

    @Override
    public void retire() {
        lock.lock();
        try {
            retired = true;
            if (count == 0) close();
        } catch (IOException e) {
            out = null;         // nothing is left to be written
        } finally {
            lock.unlock();
        }
    }
}
