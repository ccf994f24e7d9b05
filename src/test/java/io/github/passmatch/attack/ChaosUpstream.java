package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An upstream that does wrong whatever an upstream can. It keeps next to nothing of what it has seen, and says at once when a request is not what it should be. */
final class ChaosUpstream implements AutoCloseable {

    /** Longer than the rules of the run wait. */
    static final long STALL_NANOS = 1_500_000_000L;
    private static final int STACK_BYTES = 128 * 1024;
    private static final String EVIL = "HTTP/1.1 200 OK\r\nX-Nonce: evil\r\nContent-Length: 4\r\n\r\nevil";

    private final ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    /** The last POST of each client. */
    private final Map<String, String> lastPosts = new ConcurrentHashMap<>();
    private final ChaosTally tally;
    private final long seed;

    ChaosUpstream(ChaosTally tally, long seed) throws IOException {
        this.tally = tally;
        this.seed = seed;
        start(this::accept, "chaos-accept");
    }

    int port() {
        return listener.getLocalPort();
    }

    long connections() {
        return connections.get();
    }

    /** Waits until the proxy has closed all its connections, ten seconds at most; how many are left. */
    int awaitNoneOpen() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!open.isEmpty() && System.nanoTime() - end < 0) LockSupport.parkNanos(10_000_000);
        return open.size();
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                long number = connections.incrementAndGet();
                start(() -> serve(socket, new Random(seed + number)), "chaos-" + number);
            }
        } catch (IOException e) {
            // the run is over
        }
    }

    private void serve(Socket socket, Random random) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (one(socket, in, random)) { }
        } catch (IOException e) {
            // the proxy has gone, or we have
        } finally {
            open.remove(socket);
        }
    }

    /** One request and what is done to it; whether the connection goes on. */
    private boolean one(Socket socket, InputStream in, Random random) throws IOException {
        String line = line(in);
        if (line.isEmpty()) return false;
        if (!line.matches("(GET|POST|PUT) /\\S* HTTP/1\\.1")) tally.broken("the upstream was sent as a request line: " + line);
        Map<String, String> fields = fields(in);
        if (line.startsWith("POST ")) noteOnce(fields.getOrDefault("x-nonce", "none-"));
        ChaosFault fault = ChaosFault.any(random);
        tally.count("fault " + fault);
        if (fault != ChaosFault.EARLY_ANSWER) readBody(in, fields);
        return answer(fault, socket, in, fields.getOrDefault("x-nonce", "none"), Integer.parseInt(fields.getOrDefault("x-length", "0")), random);
    }

    /** A request that must not be repeated is seen once; a repetition would come at once. */
    private void noteOnce(String nonce) {
        String client = nonce.substring(0, nonce.indexOf('-'));
        if (nonce.equals(lastPosts.put(client, nonce))) tally.broken("the POST " + nonce + " was sent twice");
    }

    private boolean answer(ChaosFault fault, Socket socket, InputStream in, String nonce, int length, Random random) throws IOException {
        String answer = framed(nonce, length, random);
        int half = random.nextInt(answer.length());
        switch (fault) {
            case RESET_BEFORE_HEAD -> socket.setSoLinger(true, 0);
            case CLOSE_BEFORE_HEAD -> { }
            case HALF_HEAD -> send(socket, answer.substring(0, 5 + random.nextInt(20)));
            case GARBAGE -> send(socket, "\u0000\u0001garbage\r\n\r\n" + EVIL);
            case TWO_LENGTHS -> send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 4\r\n\r\nevil");
            case TRUNCATE -> send(socket, answer.substring(0, half));
            case RESET_IN_BODY -> {
                send(socket, answer.substring(0, half));
                socket.setSoLinger(true, 0);
            }
            case STALL -> {
                rest(STALL_NANOS);
                send(socket, answer);
            }
            default -> {
                return mostlyHarmless(fault, socket, in, answer, random);
            }
        }
        return false;
    }

    private boolean mostlyHarmless(ChaosFault fault, Socket socket, InputStream in, String answer, Random random) throws IOException {
        switch (fault) {
            case DRIP -> drip(socket, answer);
            case INTERIM -> send(socket, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + answer);
            case EXTRA_BYTES -> send(socket, answer + EVIL);
            default -> send(socket, answer);
        }
        if (fault == ChaosFault.IDLE_CLOSE) return awaitInput(socket, in, 1 + random.nextInt(5)) && random.nextBoolean();
        return fault != ChaosFault.EARLY_ANSWER;
    }

    private static boolean awaitInput(Socket socket, InputStream in, int millis) throws IOException {
        in.mark(1);
        socket.setSoTimeout(millis);
        try {
            if (in.read() < 0) return false;
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) LockSupport.parkNanos(left);
    }

    /** The head and some of the body byte by byte. */
    private static void drip(Socket socket, String answer) throws IOException {
        int slow = Math.min(answer.length(), 120);
        for (int i = 0; i < slow; i++) {
            send(socket, answer.substring(i, i + 1));
            rest(1_000_000);
        }
        send(socket, answer.substring(slow));
    }

    private static String framed(String nonce, int length, Random random) {
        String body = Marked.body(nonce, length);
        String head = "HTTP/1.1 200 OK\r\nX-Nonce: " + nonce + "\r\n";
        if (random.nextBoolean()) return head + "Content-Length: " + length + "\r\n\r\n" + body;
        StringBuilder chunks = new StringBuilder(head).append("Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < length; ) {
            int size = Math.min(length - at, 1 + random.nextInt(8000));
            chunks.append(Integer.toHexString(size)).append("\r\n").append(body, at, at + size).append("\r\n");
            at += size;
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Each byte must be this request's own, and an end must be the end. */
    private void readBody(InputStream in, Map<String, String> fields) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            if (fields.containsKey("transfer-encoding")) {
                for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                    readBytes(in, size, body);
                    line(in);
                }
                line(in);
            } else {
                readBytes(in, Integer.parseInt(fields.getOrDefault("content-length", "0")), body);
            }
            if (body.size() != Integer.parseInt(fields.getOrDefault("x-upload", "0"))) tally.broken("an upload of " + fields.get("x-upload") + " bytes was passed on as whole with " + body.size());
        } finally {
            if (!Marked.begins(body.toString(ISO_8859_1), fields.getOrDefault("x-nonce", "none"))) tally.broken("an upload holds another's bytes");
        }
    }

    private static void readBytes(InputStream in, int size, ByteArrayOutputStream body) throws IOException {
        byte[] bytes = in.readNBytes(size);
        body.writeBytes(bytes);
        if (bytes.length < size) throw new EOFException("cut");
    }

    private Map<String, String> fields(InputStream in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return fields;
    }

    /** One line without its end; empty at the end of the stream between requests. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        for (; c >= 0 && c != '\n'; c = in.read()) if (c != '\r') line.append((char) c);
        if (c < 0 && line.length() > 0) throw new SocketException("cut");
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) socket.close();
    }
}
