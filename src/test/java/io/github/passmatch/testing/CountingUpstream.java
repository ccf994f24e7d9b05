package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * An upstream on a raw socket that remembers which request came on which connection. What it answers is in the path, see
 * {@link UpstreamAnswer}. Keeps connections unless told {@code Connection: close}.
 */
public final class CountingUpstream implements AutoCloseable {

    private static final int STACK_BYTES = 128 * 1024; // thousands of connections, a thread each

    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Gate> gates = new HashMap<>();

    public CountingUpstream() throws IOException {
        listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        start("upstream-accept", this::accept);
    }

    /** One request as it arrived: on which connection, the how-manieth on it, and its head. */
    public record Seen(int connection, int request, String requestLine, List<String> fields) {

        public String path() {
            return requestLine.split(" ")[1];
        }

        /** The value of the first field of that name. */
        public Optional<String> field(String name) {
            return fields.stream().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst();
        }
    }

    public String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The requests for exactly this path, in order of arrival. */
    public List<Seen> seen(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Waits until a request for {@code /…/held/token} (or its like) has arrived. */
    public void awaitArrival(String token) throws InterruptedException {
        gate(token).arrived.await();
    }

    /** Lets all requests held under this token go on. */
    public void release(String token) {
        gate(token).released.countDown();
    }

    /** For answers: says that a request has arrived, and waits until the test lets it go on. */
    void hold(String token) throws InterruptedException {
        Gate gate = gate(token);
        gate.arrived.countDown();
        gate.released.await();
    }

    /** Waits until {@code count} requests for exactly this path have arrived. */
    public void awaitSeen(String path, int count) throws InterruptedException {
        synchronized (gates) {
            while (seen(path).size() < count) gates.wait();
        }
    }

    private void remember(Seen request) {
        seen.add(request);
        synchronized (gates) {
            gates.notifyAll();
        }
    }

    private Gate gate(String token) {
        synchronized (gates) {
            return gates.computeIfAbsent(token, name -> new Gate(new CountDownLatch(1), new CountDownLatch(1)));
        }
    }

    private record Gate(CountDownLatch arrived, CountDownLatch released) { }

    private void accept() {
        for (int number = 1;; number++) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                return; // closed: the test is over
            }
            open.add(socket);
            int connection = number;
            start("upstream-" + number, () -> serve(socket, connection));
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            for (int number = 1;; number++) {
                Optional<Seen> request = head(in, connection, number);
                if (request.isEmpty()) return;
                remember(request.get());
                boolean whole = new UpstreamAnswer(this, request.get(), in, socket.getOutputStream()).give();
                if (!whole || request.get().field("Connection").filter("close"::equalsIgnoreCase).isPresent()) return;
            }
        } catch (IOException e) {
            // the proxy has gone, as it may at any time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static Optional<Seen> head(InputStream in, int connection, int number) throws IOException {
        String requestLine = line(in);
        if (requestLine.isEmpty()) return Optional.empty();
        List<String> fields = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) fields.add(line);
        return Optional.of(new Seen(connection, number, requestLine, List.copyOf(fields)));
    }

    /** One line without its end; empty at the end of the stream, too. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) if (c != '\r') line.append((char) c);
        return line.toString();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
