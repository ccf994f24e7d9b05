package io.github.passmatch.upstream;

import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.EXTRA_CRLF;
import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.HTTP_1_0;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.upstream.connect.RemoteTunnel;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.Guard;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes one request (RFC 9112 §3, §6, §7.1). The head and the first piece of the body are sent in one write. The size of the buffer limits the
 * memory of an upload; each piece is sent when it is read.
 */
public final class RequestSender {

    /** Enough bytes for most heads; the buffer grows for a longer head. */
    private static final int HEAD = 1024;
    /** Bytes before the data of a chunk: the size in hex and a line end. */
    private static final int CHUNK_HEAD = 10;
    private static final int CHUNK_END = 2;
    private static final byte[] NOTHING = new byte[0];
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final UpstreamConnection connection;
    private final Guard guard;
    private final long timeoutNanos;
    private byte[] buffer;
    private int filled;
    private long sent;              // of the body

    /** @param pieceSize most bytes of the body that are sent at once */
    RequestSender(UpstreamConnection connection, Guard guard, long timeoutNanos, RequestBody body, int pieceSize) {
        this.connection = connection;
        this.guard = guard;
        this.timeoutNanos = timeoutNanos;
        this.buffer = new byte[room(body.length(), pieceSize)];
    }

    /** Large enough that a short body is sent with the head, in one write. */
    private static int room(long length, int pieceSize) {
        if (length == RequestBody.NONE) return HEAD;
        return length == RequestBody.CHUNKED || length > pieceSize ? pieceSize + CHUNK_HEAD + CHUNK_END : HEAD + (int) length;
    }

    /** The head of {@code request} as it would be sent with these settings, in Latin-1, with the empty line at the end. Sends nothing. */
    public static String headOf(UpstreamRequest request, ConnectionSettings settings) {
        RequestSender sender = new RequestSender(null, null, 0, request.body(), 0);
        sender.head(request, ConnectionRoute.of(request, settings.egress()), request.mayKeep(settings), request.pings(settings));
        return sender.buffered();
    }

    /**
     * Writes the head into the buffer.
     *
     * @param pooled decides the value of the {@code Connection} field
     * @param pings  whether the body waits for 100 Continue, even if the client did not ask for that
     */
    void head(UpstreamRequest request, ConnectionRoute route, boolean pooled, boolean pings) {
        boolean http10 = request.is(HTTP_1_0);
        line(request.method()).text(" ").line(route.wantsWholeUrl() ? request.target().httpUrl() : request.target().pathAndQuery()).text(http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        Optional<String> authorization = route.wantsWholeUrl() ? route.remote().flatMap(RemoteTunnel::authorization) : Optional.empty();
        for (Field field : request.fields())
            if (!(authorization.isPresent() && field.is("Proxy-Authorization"))) field(field.name(), field.value());
        authorization.ifPresent(value -> field("Proxy-Authorization", value));
        if (pings && request.fields().stream().noneMatch(field -> field.is("Expect"))) field("Expect", "100-Continue");
        long length = request.body().length();
        if (length >= 0) field("Content-Length", Long.toString(length));
        else if (length == RequestBody.CHUNKED) field("Transfer-Encoding", "chunked");
        if (!http10) field("Connection", request.upgrade().isPresent() ? "Upgrade" : pooled ? "Keep-Alive" : "close");
        request.upgrade().ifPresent(protocol -> field("Upgrade", protocol));
        text("\r\n");
    }

    /** How many bytes wait in the buffer. */
    int waiting() {
        return filled;
    }

    /** The content of the buffer, as text. */
    String buffered() {
        return new String(buffer, 0, filled, ISO_8859_1);
    }

    private void field(String name, String value) {
        line(name).text(": ").line(value).text("\r\n");
    }

    /** Appends text that must not end its line: the last check against injected fields (RFC 9112 §11.1). */
    private RequestSender line(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 255 || c == '\r' || c == '\n' || c == 0) throw new IllegalArgumentException("a character that no line of a head may hold");
        }
        return text(text);
    }

    private RequestSender text(String text) {
        int length = text.length();
        if (buffer.length - filled < length) buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + length));
        for (int i = 0; i < length; i++) buffer[filled++] = (byte) text.charAt(i);
        return this;
    }

    /** Bytes of the body that were taken from the client to be sent. */
    long sentOfBody() {
        return sent;
    }

    /** Sends the content of the buffer. */
    void flush() throws IOException {
        if (filled == 0) return;
        guard.armSending(timeoutNanos);
        connection.output().write(buffer, filled);
        guard.disarm();
        filled = 0;
    }

    /**
     * Sends the content of the buffer, and then the body.
     *
     * @return false if the upstream sends something before the whole body was sent; if that is an interim response, the next call continues
     */
    boolean body(UpstreamRequest request) throws IOException {
        RequestBody body = request.body();
        long length = body.length();
        boolean whole = length == RequestBody.NONE || (length == RequestBody.CHUNKED ? chunks(body) : bytes(body, length));
        if (whole && request.is(EXTRA_CRLF) && length != RequestBody.NONE) text("\r\n");
        flush();
        if (whole) buffer = NOTHING;        // the memory is not needed while the request waits for its response
        return whole;
    }

    private boolean bytes(RequestBody body, long length) throws IOException {
        while (sent < length) {
            if (sent > 0 && connection.hasInput()) return false;
            makeRoom((int) Math.min(512, length - sent));
            int read = body.read(buffer, filled, (int) Math.min(length - sent, buffer.length - filled));
            if (read < 0) throw new ClientGone("the request body ended " + (length - sent) + " bytes early", null);
            filled += read;
            sent += read;
            flush();
        }
        return true;
    }

    private boolean chunks(RequestBody body) throws IOException {
        while (true) {
            if (sent > 0 && connection.hasInput()) return false;
            makeRoom(512 + CHUNK_HEAD + CHUNK_END);
            int data = filled + CHUNK_HEAD;
            int read = body.read(buffer, data, buffer.length - data - CHUNK_END);
            if (read < 0) break;
            chunk(data, read);
            sent += read;
            flush();
        }
        text("0\r\n");
        for (Field trailer : body.trailers()) field(trailer.name(), trailer.value());
        text("\r\n");
        return true;
    }

    /** Frames the {@code size} bytes at {@code data}: writes the size directly before them, and moves them to the end of the used part of the buffer. */
    private void chunk(int data, int size) {
        int at = data;
        buffer[--at] = '\n';
        buffer[--at] = '\r';
        for (int rest = size; rest > 0; rest >>>= 4) buffer[--at] = (byte) HEX[rest & 15];
        int end = data + size;
        buffer[end++] = '\r';
        buffer[end++] = '\n';
        System.arraycopy(buffer, at, buffer, filled, end - at);
        filled += end - at;
    }

    private void makeRoom(int wanted) throws IOException {
        if (buffer.length - filled < wanted) flush();
    }
}
