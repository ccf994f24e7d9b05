package io.github.passmatch.upstream.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.connection.ProtocolSettings.BadLines;
import io.github.passmatch.rules.health.CheckedResponse;
import io.github.passmatch.rules.health.HealthMethod;
import io.github.passmatch.upstream.http1.ChunkedBody;
import io.github.passmatch.upstream.http1.OneByte;
import io.github.passmatch.upstream.http1.ResponseFraming;
import io.github.passmatch.upstream.http1.ResponseHead;
import io.github.passmatch.upstream.http1.ResponseHeadParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** Reads the response to a check from the bytes that were received so far, from the beginning each time: responses to checks are short. */
final class ReceivedCheckResponse {

    /** The largest response that is read; a longer body counts as complete. */
    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_INTERIM = 9;
    private static final int BUFFER = 2048;

    private final ReceivedInput received;
    private final HealthMethod method;

    private ReceivedCheckResponse(ReceivedInput received, HealthMethod method) {
        this.received = received;
        this.method = method;
    }

    /**
     * The response; empty if more bytes are needed.
     *
     * @param ended whether the connection has ended after these bytes
     * @throws IOException   if the response is incomplete
     * @throws HttpException if this is not a response of HTTP/1
     */
    static Optional<CheckedResponse> read(byte[] bytes, int offset, int length, boolean ended, HealthMethod method) throws IOException, HttpException {
        return new ReceivedCheckResponse(new ReceivedInput(bytes, offset, length, ended), method).read();
    }

    /** Whether {@link #read} would return something, or throw an exception. */
    static boolean isEnough(byte[] bytes, int offset, int length, HealthMethod method) {
        try {
            return length >= MAX_BYTES || read(bytes, offset, length, false, method).isPresent();
        } catch (IOException | HttpException e) {
            return true;
        }
    }

    private Optional<CheckedResponse> read() throws IOException, HttpException {
        ResponseHeadParser parser = new ResponseHeadParser(BadLines.ARE_ERRORS);
        SessionInputBuffer buffer = new SessionInputBufferImpl(BUFFER);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ResponseHead head = null;
        try {
            for (int i = 0; head == null || head.getCode() < 200 && head.getCode() != 101; i++) {
                if (i > MAX_INTERIM) throw new ProtocolException("more than " + MAX_INTERIM + " interim responses");
                head = (ResponseHead) parser.parse(buffer, received);
                if (head == null) throw new IOException("the connection ended without a response");
            }
            if (hasBody(head)) readBody(head, buffer, parser, body);
        } catch (MoreNeeded e) {
            if (received.length() < MAX_BYTES) return Optional.empty();
            if (head == null) throw new ProtocolException("the head is longer than " + MAX_BYTES + " bytes");
        }
        return Optional.of(new CheckedResponse(head.getCode(), head.response().fields(), body.toString(ISO_8859_1)));
    }

    /** As in httpd, only the body of GET is read. */
    private boolean hasBody(ResponseHead head) {
        return method.readsBody() && head.getCode() >= 200 && head.getCode() != 204 && head.getCode() != 304;
    }

    private void readBody(ResponseHead head, SessionInputBuffer buffer, ResponseHeadParser parser, ByteArrayOutputStream body) throws IOException, HttpException {
        long length = ResponseFraming.INSTANCE.determineLength(head);
        boolean chunked = length == ResponseFraming.CHUNKED;
        ChunkedBody chunks = new ChunkedBody(buffer, received, parser);
        byte[] part = new byte[BUFFER];
        for (long left = length < 0 ? Long.MAX_VALUE : length; left > 0;) {
            int read = chunked ? chunks.read(part, 0, part.length) : buffer.read(part, 0, (int) Math.min(left, part.length), received);
            if (read < 0 && length >= 0) throw new IOException("the connection ended before the end of the body");
            if (read < 0) return;
            body.write(part, 0, read);
            left -= read;
        }
    }

    /** Is thrown where a connection would have to wait. */
    private static final class MoreNeeded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The received bytes. */
    private static final class ReceivedInput extends InputStream {
        private final byte[] bytes;
        private final int end;
        private final int start;
        private final boolean ended;
        private int at;

        private ReceivedInput(byte[] bytes, int offset, int length, boolean ended) {
            this.bytes = bytes;
            this.start = offset;
            this.at = offset;
            this.end = offset + length;
            this.ended = ended;
        }

        private int length() {
            return end - start;
        }

        @Override
        public int read() throws IOException {
            return OneByte.of(this);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) return 0;
            if (at == end && ended) return -1;
            if (at == end) throw new MoreNeeded();
            int count = Math.min(length, end - at);
            System.arraycopy(bytes, at, buffer, offset, count);
            at += count;
            return count;
        }
    }
}
