package io.github.passmatch.forward.body;

import io.github.passmatch.forward.container.BodyFault;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.RequestBody;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;

/**
 * Reads the client's request body for the upstream. As in httpd, up to {@link #PREFETCH} bytes are read before a connection is leased: a small slow upload
 * occupies no connection, a short chunked body gets a length, and the request can be sent again on another connection.
 */
public final class ClientBody implements RequestBody {

    /** The value of httpd: 16 KiB minus the overhead of its buckets. */
    static final int PREFETCH = 16384 - 80;

    private final HttpServletRequest clientRequest;
    private final long length;
    private final long limit;
    private byte[] start;
    private int startLength;
    private int startRead;
    private boolean ended;
    private long total;             // read from the client so far

    private ClientBody(HttpServletRequest clientRequest, long length, long limit, byte[] start, int startLength) {
        this.clientRequest = clientRequest;
        this.length = length;
        this.limit = limit;
        this.start = start;
        this.startLength = startLength;
        this.total = startLength;
    }

    /**
     * The body of {@code clientRequest}, with the beginning already read.
     *
     * @param limit    maximum number of bytes, 0 for no limit
     * @param prefetch false to read nothing yet, because the client waits for an interim response or the rule is configured so
     */
    public static RequestBody of(HttpServletRequest clientRequest, long limit, boolean prefetch) throws ClientGone, BadRequest {
        long announced = clientRequest.getContentLengthLong();
        if (limit > 0 && announced > limit) throw new BadRequest(OwnAnswer.BODY_LIMIT, "the request body is longer than LimitRequestBody " + limit);
        boolean http1 = clientRequest.getProtocol().startsWith("HTTP/1");
        requireChunkedOnly(clientRequest);
        if (announced < 0 && http1 && clientRequest.getHeader("Transfer-Encoding") == null) return RequestBody.EMPTY;
        ClientBody unread = new ClientBody(clientRequest, announced < 0 ? CHUNKED : announced, limit, new byte[0], 0);
        if (!prefetch) return unread;
        byte[] start = new byte[(int) (announced < 0 ? PREFETCH : Math.min(announced, PREFETCH))];
        int read = unread.fill(start);
        if (unread.startLength > 0 && unread.restart()) return unread;        // completely restored
        boolean ended = read < start.length;
        if (limit > 0 && read > limit) throw new BadRequest(OwnAnswer.BODY_LIMIT, "the request body is longer than LimitRequestBody " + limit);
        if (announced < 0 && ended && read == 0 && !http1) return RequestBody.EMPTY;
        boolean counted = ended && Trailers.of(clientRequest).isEmpty();      // trailers need chunks
        long length = announced >= 0 ? announced : counted ? read : CHUNKED;
        ClientBody begun = new ClientBody(clientRequest, length, limit, start, read);
        begun.ended = ended;
        return begun;
    }

    private static ServletInputStream stream(HttpServletRequest clientRequest) throws ClientGone {
        try {
            return clientRequest.getInputStream();
        } catch (IllegalStateException e) {
            throw BodyReadBefore.failure("with getReader()");
        } catch (IOException e) {
            throw broken(e, e);
        }
    }

    /** RFC 9112 §6.1: Jetty accepts other codings without decoding them; a body that is forwarded as decoded would be changed. */
    private static void requireChunkedOnly(HttpServletRequest clientRequest) throws BadRequest {
        if (clientRequest.getProtocol().equals("HTTP/1.0") && clientRequest.getHeader("Transfer-Encoding") != null)
            throw new BadRequest(OwnAnswer.AMBIGUOUS_FRAMING, "HTTP/1.0 with Transfer-Encoding");
        for (Enumeration<String> codings = clientRequest.getHeaders("Transfer-Encoding"); codings.hasMoreElements(); )
            if (!codings.nextElement().strip().equalsIgnoreCase("chunked")) throw new BadRequest(OwnAnswer.TRANSFER_CODING, "a Transfer-Encoding other than chunked");
    }

    private int fill(byte[] buffer) throws ClientGone {
        int filled = 0;
        while (filled < buffer.length) {
            int read = read(buffer, filled, buffer.length - filled);
            if (read < 0) break;
            filled += read;
        }
        return filled;
    }

    /**
     * Gets the stream only when bytes are needed, because a container then sends 100 Continue. Containers report a broken body by an IOException or, for
     * bad chunks, by other exceptions.
     */
    private static int read(HttpServletRequest clientRequest, byte[] buffer, int offset, int length) throws ClientGone {
        try {
            return stream(clientRequest).read(buffer, offset, length);
        } catch (ClientGone e) {
            throw e;
        } catch (IOException e) {
            throw broken(e, e);
        } catch (RuntimeException e) {
            throw broken(e, new IOException(e));
        }
    }

    private static ClientGone broken(Exception thrown, IOException cause) {
        return BodyFault.of(thrown).<ClientGone>map(reason -> new UnreadableBody(reason, "the request body cannot be read: " + thrown, cause))
                .orElseGet(() -> new ClientGone("the client left during the request body", cause));
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
        boolean first = total == 0 && !ended;
        boolean finished = first && length < 0 && BodyReadBefore.isFinished(clientRequest, stream(clientRequest));
        int read = read(clientRequest, buffer, offset, wanted);
        if (read < 0 && length >= 0) return readBefore(buffer, offset, wanted);
        if (read < 0 && first && (finished || BodyReadBefore.wasForm(clientRequest))) throw BodyReadBefore.failure("nothing of the body is left");
        ended = read < 0;
        if (read > 0) total += read;
        if (limit > 0 && total > limit) throw new UnreadableBody(OwnAnswer.BODY_LIMIT, "LimitRequestBody is " + limit, null);
        return read;
    }

    private int readBefore(byte[] buffer, int offset, int wanted) throws ClientGone {
        if (total > 0) throw BodyReadBefore.failure("only " + total + " of " + length + " bytes are left");
        start = BodyReadBefore.restored(clientRequest, length);
        startLength = start.length;
        total = length;
        return read(buffer, offset, wanted);
    }

    @Override
    public boolean isReady() {
        return ended || total == length;
    }

    @Override
    public List<Field> trailers() {
        return length == CHUNKED ? Trailers.of(clientRequest) : List.of();
    }

    @Override
    public boolean restart() {
        if (total > startLength) return false;
        startRead = 0;
        return true;
    }
}
