package io.github.passmatch.bench.servers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.xnio.Options;
import org.xnio.channels.StreamSourceChannel;

/**
 * The upstream that does what nginx cannot: {@code POST /slow/post} reads the whole body and answers how long it was,
 * {@code GET /slow/wait/N} answers after N milliseconds, {@code GET /slow/connections} tells how many connections there have been. One thread, which never blocks.
 */
public final class SlowUpstream {

    private static final AttachmentKey<Boolean> SEEN = AttachmentKey.create(Boolean.class);
    private static final int BACKLOG = 4096;

    private final AtomicLong connections = new AtomicLong();

    private SlowUpstream() { }

    /** @param arguments the port */
    public static void main(String[] arguments) {
        SlowUpstream upstream = new SlowUpstream();
        PathHandler paths = new PathHandler()
                .addPrefixPath("/slow/post", SlowUpstream::post)
                .addPrefixPath("/slow/wait", SlowUpstream::await)
                .addPrefixPath("/slow/connections", exchange -> exchange.getResponseSender().send(upstream.connections + "\n"));
        Undertow.builder().addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setSocketOption(Options.BACKLOG, BACKLOG).setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(exchange -> {
                    upstream.count(exchange);
                    paths.handleRequest(exchange);
                }).build().start();
    }

    private void count(HttpServerExchange exchange) {
        if (exchange.getConnection().putAttachment(SEEN, true) == null) connections.incrementAndGet();
    }

    private static void post(HttpServerExchange exchange) {
        StreamSourceChannel body = exchange.getRequestChannel();
        BodyReader reader = new BodyReader(exchange);
        body.getReadSetter().set(reader::read);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> reader.read(body));
    }

    /** Reads what there is, and waits for more without a thread. */
    private static final class BodyReader {

        private static final int BUFFER = 64 << 10;

        private final HttpServerExchange exchange;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private long length;

        BodyReader(HttpServerExchange exchange) {
            this.exchange = exchange;
        }

        void read(StreamSourceChannel body) {
            try {
                int read = body.read(buffer.clear());
                for (; read > 0; read = body.read(buffer.clear())) length += read;
                if (read == 0) {
                    body.resumeReads();
                    return;
                }
                body.suspendReads();
                exchange.getResponseSender().send(length + "\n");
            } catch (IOException e) {
                exchange.setStatusCode(500).endExchange();
            }
        }
    }

    private static void await(HttpServerExchange exchange) {
        long millis = Long.parseLong(exchange.getRelativePath().substring(1));
        exchange.dispatch(SameThreadExecutor.INSTANCE,
                () -> exchange.getIoThread().executeAfter(() -> exchange.getResponseSender().send("late\n"), millis, TimeUnit.MILLISECONDS));
    }
}
