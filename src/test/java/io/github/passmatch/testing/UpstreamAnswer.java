package io.github.passmatch.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * What {@link CountingUpstream} answers, by the last words of the path:
 *
 * <pre>
 *     /…/digest      SHA-256 of the request body, in hex
 *     /…/sink        length and CRC-32 of the request body
 *     /…/bytes/N     N zero bytes with a Content-Length
 *     /…/after/MS    "late" after so many milliseconds
 *     /…/held/T      "held" as soon as the test releases T
 *     /…/sse/T       an event, and a second one when the test releases T
 *     /…/cut-chunks  one large chunk, then the connection is closed
 *     /…/cut-length  half of the bytes announced
 *     anything else  "hello"
 * </pre>
 */
final class UpstreamAnswer {

    /** More than any container buffers before it sends the head. */
    private static final String HALF = "half".repeat(64 * 1024);

    private final CountingUpstream upstream;
    private final CountingUpstream.Seen request;
    private final InputStream in;
    private final OutputStream out;

    UpstreamAnswer(CountingUpstream upstream, CountingUpstream.Seen request, InputStream in, OutputStream out) {
        this.upstream = upstream;
        this.request = request;
        this.in = in;
        this.out = out;
    }

    /** Reads the body and answers; false if the connection must be closed now. */
    boolean give() throws IOException, InterruptedException {
        String[] words = request.path().split("/");
        String last = words[words.length - 1];
        switch (words.length > 1 ? words[words.length - 2] : "") {
            case "bytes" -> bytes(Long.parseLong(last));
            case "after" -> after(Duration.ofMillis(Long.parseLong(last)));
            case "held" -> held(last);
            case "sse" -> events(last);
            default -> {
                return byLastWord(last);
            }
        }
        return true;
    }

    private boolean byLastWord(String word) throws IOException {
        switch (word) {
            case "digest" -> digest();
            case "sink" -> sink();
            case "cut-chunks" -> {
                readBody((buffer, count) -> { });
                CountingUpstream.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(HALF.length()) + "\r\n" + HALF + "\r\n");
                return false;
            }
            case "cut-length" -> {
                readBody((buffer, count) -> { });
                CountingUpstream.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + 2 * HALF.length() + "\r\n\r\n" + HALF);
                return false;
            }
            default -> {
                readBody((buffer, count) -> { });
                text("hello");
            }
        }
        return true;
    }

    private void text(String body) throws IOException {
        CountingUpstream.write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void bytes(long count) throws IOException {
        CountingUpstream.write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + count + "\r\n\r\n");
        byte[] zeros = new byte[64 * 1024];
        for (long left = count; left > 0; left -= zeros.length) out.write(zeros, 0, (int) Math.min(left, zeros.length));
    }

    private void after(Duration delay) throws IOException {
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) LockSupport.parkNanos(left);
        text("late");
    }

    private void held(String token) throws IOException, InterruptedException {
        upstream.hold(token);
        text("held");
    }

    private void events(String token) throws IOException, InterruptedException {
        CountingUpstream.write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        CountingUpstream.write(out, "d\r\ndata: first\n\n\r\n");
        upstream.hold(token);
        CountingUpstream.write(out, "e\r\ndata: second\n\n\r\n0\r\n\r\n");
    }

    private void digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            readBody((buffer, count) -> sha.update(buffer, 0, count));
            text(HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void sink() throws IOException {
        CRC32 crc = new CRC32();
        long[] length = {0};
        readBody((buffer, count) -> {
            crc.update(buffer, 0, count);
            length[0] += count;
        });
        text(length[0] + " " + crc.getValue());
    }

    private interface Part {
        void take(byte[] buffer, int count);
    }

    private void readBody(Part part) throws IOException {
        if (request.field("Transfer-Encoding").isPresent()) {
            for (long size = chunkSize(); ; size = chunkSize()) {
                copy(size, part);
                CountingUpstream.line(in);
                if (size == 0) return;
            }
        }
        copy(request.field("Content-Length").map(Long::parseLong).orElse(0L), part);
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(CountingUpstream.line(in), 16);
    }

    private void copy(long length, Part part) throws IOException {
        byte[] buffer = new byte[(int) Math.min(64 * 1024, length)];
        for (long left = length; left > 0;) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) throw new EOFException("the request body was cut");
            part.take(buffer, count);
            left -= count;
        }
    }
}
