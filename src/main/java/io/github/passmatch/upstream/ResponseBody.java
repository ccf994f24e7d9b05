package io.github.passmatch.upstream;

import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.http1.ChunkedBody;
import io.github.passmatch.upstream.http1.ResponseFraming;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.outcome.UpstreamFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Performs the second half of an exchange: reads the body of the response, if there is one. */
final class ResponseBody {

    private static final int CHUNK_END = 2;

    private final Attempt attempt;
    private final UpstreamConnection connection;
    private final boolean endsWithConnection;
    private final ChunkedBody chunks;   // null if the body is not chunked
    private InputStream rest;           // null: there is no body, or it has been read to its end
    private long left;                  // if the length is known

    /** @throws UpstreamFailure kind {@code BAD_ANSWER} if the end of the body is ambiguous */
    ResponseBody(Attempt attempt, UpstreamConnection connection, ClassicHttpResponse head) throws UpstreamFailure {
        this.attempt = attempt;
        this.connection = connection;
        boolean none = attempt.request().method().equals("HEAD") || head.getCode() == 101 || head.getCode() == 204 || head.getCode() == 304;
        this.left = none ? 0 : length(head);
        this.endsWithConnection = left == ResponseFraming.UNDEFINED;
        this.rest = left == 0 ? null : open(head);
        this.chunks = rest instanceof ChunkedBody chunked ? chunked : null;
    }

    private long length(ClassicHttpResponse head) throws UpstreamFailure {
        try {
            return ResponseFraming.INSTANCE.determineLength(head);
        } catch (HttpException e) {
            throw attempt.badAnswer(e.getMessage(), e);
        }
    }

    private InputStream open(ClassicHttpResponse head) throws UpstreamFailure {
        try {
            connection.receiveResponseEntity(head);
            return head.getEntity().getContent();
        } catch (HttpException e) {
            throw attempt.badAnswer(e.getMessage(), e);
        } catch (IOException e) {
            throw attempt.failure(Kind.BODY, Phase.BODY, attempt.settings().timeout(), System.nanoTime(), e);
        }
    }

    /** Whether a part of the body has not been read yet. */
    boolean isOpen() {
        return rest != null;
    }

    /** How many bytes of the body have not been read yet; negative if that is not known. */
    long left() {
        return rest == null ? 0 : left;
    }

    /** Whether the body ends with the connection. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }

    List<Field> trailers() {
        return chunks == null || isOpen() ? List.of() : chunks.trailers();
    }

    int read(byte[] buffer) throws UpstreamFailure, ClientGone {
        if (rest == null) return -1;
        long start = System.nanoTime();
        attempt.guard().arm(attempt.settings().timeout().toNanos());
        try {
            return readSome(buffer, buffer.length);
        } catch (IOException e) {
            attempt.refuseIfEnded(Phase.BODY, e);
            throw attempt.failure(attempt.guard().ended() ? Kind.BODY_TIMEOUT : Kind.BODY, Phase.BODY, attempt.settings().timeout(), start, e);
        } finally {
            attempt.guard().disarm();
        }
    }

    private int readSome(byte[] buffer, int length) throws IOException {
        int read = rest.read(buffer, 0, length);
        attempt.record().received(read);
        if (read < 0 && connection.wasCut()) throw new EOFException("the TLS connection was cut, without close_notify");
        if (read < 0 || left > 0 && (left -= read) == 0) rest = null;
        return read;
    }

    boolean drain(int maxBytes, Duration limit) {
        byte[] buffer = rest == null ? null : new byte[Math.min(maxBytes, attempt.settings().ioBufferSize())];
        long nanos = Math.min(attempt.settings().timeout().toNanos(), limit.toNanos());
        try {
            for (int more = maxBytes; rest != null && more > 0; ) {
                attempt.guard().arm(nanos);
                more -= Math.max(0, readSome(buffer, Math.min(more, buffer.length)));
            }
        } catch (IOException e) {
            return false;       // slow or broken: the connection will be closed
        } finally {
            attempt.guard().disarm();
        }
        return rest == null;
    }

    boolean wouldWait() {
        if (rest == null) return false;
        // The line end after a chunk may have been received already; that is no data (RFC 9112 §7.1).
        return chunks != null ? chunks.available() == 0 && connection.available() <= CHUNK_END : !connection.hasInput();
    }
}
