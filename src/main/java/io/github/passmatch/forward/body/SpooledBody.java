package io.github.passmatch.forward.body;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a chunked body to a temporary file to find the length ({@code proxy-sendcl}, {@code force-proxy-request-1.0}).
 * The file is deleted when the body is closed.
 */
public final class SpooledBody implements RequestBody, AutoCloseable {

    private final Path file;
    private final long length;
    private InputStream in;

    private SpooledBody(Path file, long length, InputStream in) {
        this.file = file;
        this.length = length;
        this.in = in;
    }

    /**
     * Reads {@code body} to the end.
     *
     * @throws BadRequest if no temporary file can be written
     */
    public static SpooledBody of(RequestBody body) throws ClientGone, BadRequest {
        Path file = null;
        boolean done = false;
        try {
            file = Files.createTempFile("passmatch-", ".body");
            long length = copy(body, file);
            InputStream in = Files.newInputStream(file);
            done = true;
            return new SpooledBody(file, length, in);
        } catch (ClientGone e) {
            throw e;
        } catch (IOException e) {
            throw new BadRequest(OwnAnswer.NO_TEMPORARY_FOLDER, "java.io.tmpdir is " + System.getProperty("java.io.tmpdir") + ": " + e);
        } finally {
            if (!done && file != null) delete(file);
        }
    }

    private static long copy(RequestBody body, Path file) throws IOException {
        byte[] buffer = new byte[8192];
        long length = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read; (read = body.read(buffer, 0, buffer.length)) >= 0; length += read) out.write(buffer, 0, read);
        }
        return length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        try {
            return in.read(buffer, offset, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("the spooled request body cannot be read", e);
        }
    }

    @Override
    public boolean restart() {
        try {
            in.close();
            in = Files.newInputStream(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Nothing was written, and the file is deleted anyway.
        }
        delete(file);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
