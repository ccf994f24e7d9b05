package io.github.passmatch.forward;

import io.github.passmatch.upstream.ClientGone;
import io.github.passmatch.upstream.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;

/**
 * The client's body on its way to the upstream. As httpd, up to {@link #PREFETCH} bytes are read before a connection is taken, so
 * that a slow small upload occupies none, a chunked body that ends within gets a length, and a dead connection costs nothing.
 */
final class ClientBody implements RequestBody {

    /** httpd's own figure: 16 KiB less what its buckets need. */
    static final int PREFETCH = 16384 - 80;

    private final InputStream in;
    private final long length;
    private final long limit;
    private final byte[] start;
    private final int startLength;
    private int startRead;
    private long total;             // read from the client so far

    private ClientBody(InputStream in, long length, long limit, byte[] start, int startLength) {
        this.in = in;
        this.length = length;
        this.limit = limit;
        this.start = start;
        this.startLength = startLength;
        this.total = startLength;
    }

    /**
     * The body of {@code clientRequest}, its beginning read.
     *
     * @param limit    most bytes allowed, 0 for no limit
     * @param prefetch false to read nothing yet, because the client waits for an interim answer or the rule wants it so
     */
    static RequestBody of(HttpServletRequest clientRequest, long limit, boolean prefetch) throws ClientGone, BadRequest {
        long announced = clientRequest.getContentLengthLong();
        if (limit > 0 && announced > limit) throw new BadRequest(413, "the request body is longer than LimitRequestBody " + limit);
        boolean http1 = clientRequest.getProtocol().startsWith("HTTP/1");
        requireChunkedOnly(clientRequest);
        if (announced < 0 && http1 && clientRequest.getHeader("Transfer-Encoding") == null) return RequestBody.EMPTY;
        InputStream in = stream(clientRequest);
        if (!prefetch) return new ClientBody(in, announced < 0 ? CHUNKED : announced, limit, new byte[0], 0);
        byte[] start = new byte[(int) (announced < 0 ? PREFETCH : Math.min(announced, PREFETCH))];
        int read = fill(in, start);
        boolean ended = read < start.length;
        if (announced >= 0 && ended) throw new ClientGone("the request body ended " + (announced - read) + " bytes early, or was read by someone before this filter", null);
        if (limit > 0 && read > limit) throw new BadRequest(413, "the request body is longer than LimitRequestBody " + limit);
        if (announced < 0 && ended && read == 0 && !http1) return RequestBody.EMPTY;
        long length = announced >= 0 ? announced : ended ? read : CHUNKED;
        return new ClientBody(in, length, limit, start, read);
    }

    /** RFC 9112 §6.1: Jetty lets other codings through; whoever forwarded such a body as decoded would change it. */
    private static void requireChunkedOnly(HttpServletRequest clientRequest) throws BadRequest {
        for (String coding : Collections.list(clientRequest.getHeaders("Transfer-Encoding")))
            if (!coding.strip().equalsIgnoreCase("chunked")) throw new BadRequest(501, "a Transfer-Encoding other than chunked");
    }

    private static InputStream stream(HttpServletRequest clientRequest) throws ClientGone {
        try {
            return clientRequest.getInputStream();
        } catch (IOException e) {
            throw new ClientGone("the request body cannot be read", e);
        }
    }

    private static int fill(InputStream in, byte[] buffer) throws ClientGone {
        int filled = 0;
        while (filled < buffer.length) {
            int read = read(in, buffer, filled, buffer.length - filled);
            if (read < 0) break;
            filled += read;
        }
        return filled;
    }

    /** Containers report a broken body by IOException or, for bad chunks, by exceptions of their own. */
    static int read(InputStream in, byte[] buffer, int offset, int length) throws ClientGone {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw new ClientGone("the request body broke off", e);
        } catch (RuntimeException e) {
            throw new ClientGone("the request body is malformed", new EOFException(e.toString()));
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws ClientGone {
        if (startRead < startLength) {
            int count = Math.min(wanted, startLength - startRead);
            System.arraycopy(start, startRead, buffer, offset, count);
            startRead += count;
            return count;
        }
        if (length >= 0 && total == length) return -1;
        int read = read(in, buffer, offset, wanted);
        if (read > 0) total += read;
        if (limit > 0 && total > limit) throw new BodyTooLarge(limit);
        return read;
    }

    @Override
    public boolean restart() {
        if (total > startLength) return false;
        startRead = 0;
        return true;
    }
}
