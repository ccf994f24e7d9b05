package io.github.passmatch.golden.balance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** An upstream of a row, which may stop and start listening on its port, and whose answers may change. */
final class PlayedUpstream implements AutoCloseable {

    private static final String SILENT = "<silent>";
    private static final String CLOSE = "<close>";
    private static final long SILENCE_NANOS = 3_000_000_000L;

    /**
     * A request that was read whole.
     *
     * @param at when, in nanoseconds
     */
    record Seen(Wire.Head head, String body, long at) {

        String method() {
            return head.firstLine().split(" ")[0];
        }

        String target() {
            return head.firstLine().split(" ")[1];
        }
    }

    final String name;
    private final JsonObject spec;
    private final String checkTarget;
    private final UnaryOperator<String> fill;
    final int port;
    final List<Seen> requests = new CopyOnWriteArrayList<>();
    final List<String> checks = new CopyOnWriteArrayList<>();
    final List<String> errors = new CopyOnWriteArrayList<>();
    /** Connections that carried requests, and connections that were closed without a byte. */
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger bare = new AtomicInteger();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final List<Socket> fillers = new ArrayList<>();
    volatile JsonElement answer;
    volatile JsonElement check;
    private volatile boolean closed;
    private ServerSocket server;
    private Socket reserved;        // while it is down

    /** @param fill replaces the placeholders of texts */
    PlayedUpstream(String name, JsonObject spec, String checkTarget, UnaryOperator<String> fill) throws IOException {
        this.name = name;
        this.spec = spec;
        this.checkTarget = checkTarget;
        this.fill = text -> fill.apply(text).replace("{name}", name);
        answer = spec.get("answer");
        check = spec.get("check");
        boolean full = spec.has("full");
        server = new ServerSocket(0, full ? 1 : 64, InetAddress.getByName("127.0.0.1"));
        port = server.getLocalPort();
        if (spec.has("down")) reserve();
        else if (full) fillQueue();
        else serve(server);
    }

    /** Nobody accepts, so that the queue of connections fills up. */
    private void fillQueue() throws IOException {
        for (int i = 0; i < 8; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress("127.0.0.1", port), 100);
            } catch (IOException e) {
                return;     // it is full
            }
        }
    }

    void up() throws IOException {
        if (server != null) return;
        if (reserved != null) reserved.close();
        reserved = null;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress("127.0.0.1", port), 64);
        serve(server);
    }

    void down() throws IOException {
        if (server != null) server.close();
        server = null;
        for (Wire wire : open) wire.close();
    }

    /** A bound socket that does not listen: connects are refused, and nobody else gets the port. */
    private void reserve() throws IOException {
        down();
        reserved = new Socket();
        reserved.setReuseAddress(true);
        reserved.bind(new InetSocketAddress("127.0.0.1", port));
    }

    private void serve(ServerSocket listening) {
        start(() -> {
            try {
                while (true) {
                    Wire wire = new Wire(listening.accept());
                    open.add(wire);
                    start(() -> serve(wire));
                }
            } catch (IOException e) {
                // it is down
            }
        });
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "played upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Wire wire) {
        try (wire) {
            boolean counted = false;
            for (Wire.Head head = wire.head(); head != null; head = wire.head()) {
                if (head.firstLine().split(" ")[1].equals(checkTarget)) {
                    answerCheck(wire, head);
                    return;
                }
                if (!counted) connections.incrementAndGet();
                counted = true;
                if (!answer(wire, head)) return;
            }
            if (!counted) bare.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            // the row sees what it missed
        } finally {
            open.remove(wire);
        }
    }

    private void answerCheck(Wire wire, Wire.Head head) throws IOException {
        checks.add(head.raw());
        String out = text(check == null || check.isJsonNull() ? answer : check, 0);
        if (SILENT.equals(out)) silence();
        else if (!CLOSE.equals(out)) wire.send(raw(out));
    }

    /** Whether the connection is kept. */
    private boolean answer(Wire wire, Wire.Head head) throws IOException {
        String out = text(answer, requests.size());
        boolean silent = SILENT.equals(out);
        boolean expects = head.first("Expect").isPresent();
        if (expects && !silent) wire.send("HTTP/1.1 100 Continue\r\n\r\n");
        String body = expects && silent ? "" : wire.body(head, false);
        requests.add(new Seen(head, body, System.nanoTime()));
        if (silent) silence();
        if (silent || CLOSE.equals(out)) return false;
        if (spec.has("delay_ms")) LockSupport.parkNanos(spec.get("delay_ms").getAsLong() * 1_000_000);
        String raw = raw(out);
        wire.send(raw);
        if (raw.startsWith("HTTP/1.1 101")) tunnel(wire);
        return !raw.startsWith("HTTP/1.1 101") && !spec.has("close");
    }

    private void tunnel(Wire wire) throws IOException {
        if (!spec.has("tunnel") || spec.get("tunnel").isJsonPrimitive()) {
            wire.echo();
            return;
        }
        String wrong = wire.play(spec.getAsJsonArray("tunnel"), fill);
        if (wrong != null) errors.add("upstream " + name + ": " + wrong);
    }

    private void silence() {
        long end = System.nanoTime() + SILENCE_NANOS;
        while (!closed && System.nanoTime() < end) LockSupport.parkNanos(20_000_000);
    }

    /** The n-th answer of a list; the last one repeats. */
    private static String text(JsonElement answer, int n) {
        if (answer == null || answer.isJsonNull()) return null;
        if (!answer.isJsonArray()) return answer.getAsString();
        JsonArray list = answer.getAsJsonArray();
        JsonElement one = list.get(Math.min(n, list.size() - 1));
        return one.isJsonNull() ? null : one.getAsString();
    }

    private String raw(String out) {
        return fill.apply(out != null ? out : "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\nContent-Type: text/plain\r\n\r\n" + name);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        down();
        if (reserved != null) reserved.close();
        for (Socket filler : fillers) filler.close();
    }
}
