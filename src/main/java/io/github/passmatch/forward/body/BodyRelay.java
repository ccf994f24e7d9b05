package io.github.passmatch.forward.body;

import io.github.passmatch.upstream.Exchange;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** Relays the body of an upstream's answer with one buffer. Whenever the upstream pauses, the data received so far is flushed to the client. */
public final class BodyRelay {

    /** The size of the first buffer for a body of unknown length, in bytes. */
    private static final int FIRST_BUFFER = 8192;

    private BodyRelay() { }

    /**
     * Relays the body. The connection is released as soon as the last byte from the upstream is read, before a slow client has received it.
     *
     * @param flushesAnswer whether the container sends only when the response itself is flushed
     * @return the number of bytes
     */
    public static long relay(Exchange exchange, HttpServletResponse clientResponse, boolean flushesAnswer, Trailers.Relay trailers, int bufferSize) throws UpstreamFailure, ClientGone {
        long total = 0;
        byte[] buffer = exchange.hasBody() ? buffer(exchange.bodyLeft(), bufferSize) : null;
        OutputStream out = null;
        while (exchange.hasBody()) {
            if (out == null) out = open(clientResponse);
            boolean pauses = exchange.wouldWait();
            if (pauses) flush(exchange, out);
            if (pauses && flushesAnswer) sendHead(exchange, clientResponse);
            int read = exchange.read(buffer);
            if (!exchange.hasBody()) end(exchange);
            if (read > 0) write(exchange, out, buffer, read);
            total += Math.max(read, 0);
            if (exchange.hasBody() && read == buffer.length && read < bufferSize) buffer = new byte[Math.min(2 * read, bufferSize)];
        }
        end(exchange);
        if (trailers.set(exchange.trailers())) flush(exchange, out);     // without flush, a body that fits into the container's buffer would get a length, and no trailers
        return total;
    }

    /** Short for a short body: most bodies are short, and the JVM clears a new array. For a body of unknown length, the buffer grows with the data. */
    private static byte[] buffer(long length, int bufferSize) {
        return new byte[(int) Math.min(length < 0 ? FIRST_BUFFER : length, bufferSize)];
    }

    /** Sends the head of an answer without body, before the container adds a Content-Length of 0. */
    public static void sendHead(Exchange exchange, HttpServletResponse clientResponse) throws ClientGone {
        try {
            clientResponse.flushBuffer();
        } catch (IOException e) {
            throw gone(exchange, e);
        }
    }

    private static void end(Exchange exchange) {
        exchange.complete();
        exchange.close();
    }

    private static OutputStream open(HttpServletResponse clientResponse) throws ClientGone {
        try {
            return clientResponse.getOutputStream();
        } catch (IOException e) {
            throw new ClientGone("the client's connection is closed", e);
        }
    }

    private static void write(Exchange exchange, OutputStream out, byte[] buffer, int length) throws ClientGone {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw gone(exchange, e);
        }
    }

    private static void flush(Exchange exchange, OutputStream out) throws ClientGone {
        try {
            out.flush();
        } catch (IOException e) {
            throw gone(exchange, e);
        }
    }

    private static ClientGone gone(Exchange exchange, IOException e) {
        exchange.clientGone();
        return new ClientGone("the client left while the response was sent", e);
    }
}
