package io.github.passmatch.upstream.http1;

import io.github.passmatch.rules.Field;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads a chunked body (RFC 9112 §7.1), strictly. HttpCore's stream treats the end of the connection as the end of a line. If the connection broke within the
 * size {@code 00001f}, HttpCore would read {@code 0}, the last chunk, and so accept an incomplete body as complete.
 */
public final class ChunkedBody extends InputStream {

    private static final int MAX_DIGITS = 15;
    /** Extensions are skipped; longer ones are an attack. */
    private static final int MAX_EXTENSION = 4096;

    private final SessionInputBuffer source;
    private final InputStream in;
    private final ResponseHeadParser parser;
    private long left;              // bytes of the current chunk
    private boolean begun;
    private boolean ended;
    private List<Field> trailers = List.of();

    public ChunkedBody(SessionInputBuffer source, InputStream in, ResponseHeadParser parser) {
        this.source = source;
        this.in = in;
        this.parser = parser;
    }

    @Override
    public int read() throws IOException {
        return OneByte.of(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || left == 0 && !nextChunk()) return -1;
        int read = source.read(buffer, offset, (int) Math.min(left, length), in);
        if (read < 0) throw new IOException("the connection ended within a chunk");
        left -= read;
        return read;
    }

    /** How many bytes of the current chunk can be read without waiting. */
    @Override
    public int available() {
        return (int) Math.min(left, source.length());
    }

    /** The fields after the last chunk; empty until they have been read. */
    public List<Field> trailers() {
        return trailers;
    }

    private boolean nextChunk() throws IOException {
        if (begun) endLine(next());
        begun = true;
        left = size();
        if (left > 0) return true;
        ended = true;
        readTrailers();
        return false;
    }

    private int next() throws IOException {
        int c = source.read(in);
        if (c < 0) throw new IOException("the connection ended between chunks");
        return c;
    }

    /** As in httpd, LF without CR is also a line end. */
    private void endLine(int c) throws IOException {
        if ((c == '\r' ? next() : c) != '\n') throw new IOException("a chunk is longer than its size");
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int c = next();
        for (int digit = Character.digit(c, 16); digit >= 0 && c < 128; digit = Character.digit(c, 16)) {
            if (++digits > MAX_DIGITS) throw new IOException("a chunk size with too many digits");
            size = size * 16 + digit;
            c = next();
        }
        if (digits == 0) throw new IOException("a chunk without size");
        while (c == ' ' || c == '\t') c = next();
        if (c == ';') c = passOverExtensions();
        endLine(c);
        return size;
    }

    private int passOverExtensions() throws IOException {
        for (int i = 0; i < MAX_EXTENSION; i++) {
            int c = next();
            if (c == '\r' || c == '\n') return c;
        }
        throw new IOException("a chunk extension that does not end");
    }

    private void readTrailers() throws IOException {
        try {
            trailers = parser.trailers(in);
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
