package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The far end: a server on a raw socket that plays a script and remembers every byte it was sent, and on which connection. */
public final class RawUpstream implements AutoCloseable {

    /** What the golden rows' upstream answers by default. */
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok";

    /** A request as it arrived. */
    public record Request(String requestLine, List<String[]> fields, String body, int connection, int numberOnConnection, boolean complete) {

        public String method() {
            return requestLine.split(" ")[0];
        }

        public String target() {
            return requestLine.split(" ")[1];
        }

        /** The values of all lines of that name, in order. */
        public List<String> all(String name) {
            return fields.stream().filter(field -> field[0].equalsIgnoreCase(name)).map(field -> field[1]).toList();
        }

        public String field(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? null : values.get(0);
        }

        public List<String> names() {
            return fields.stream().map(field -> field[0]).toList();
        }
    }

    /** Plays one connection. Returning ends it. */
    @FunctionalInterface
    public interface Script {
        void play(Peer peer) throws Exception;
    }

    private final ServerSocket server;
    private final Script script;
    private final SSLContext tls;       // null: plain
    private final Consumer<SSLSocket> setUp;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    public RawUpstream(Script script) throws IOException {
        this(script, null, tls -> { });
    }

    /** One that speaks TLS. */
    public RawUpstream(Script script, SSLContext tls, Consumer<SSLSocket> setUp) throws IOException {
        this.script = script;
        this.tls = tls;
        this.setUp = setUp;
        this.server = new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    /** Answers every request with the same bytes, and closes after it if told so. */
    public static RawUpstream answering(String raw, boolean close) throws IOException {
        return new RawUpstream(peer -> {
            while (peer.read() != null) {
                peer.send(raw);
                if (close) return;
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    public int connections() {
        return connections.get();
    }

    /** All requests whose head has come, in the order of arrival. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits for the next request that nobody has waited for yet; null if none comes within ten seconds. */
    public Request await() throws InterruptedException {
        return arrivals.poll(10, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = connections.incrementAndGet();
                start(() -> play(new Peer(dressed(socket), socket, number)));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private Socket dressed(Socket bare) {
        if (tls == null) return bare;
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(bare, null, bare.getPort(), true);
            socket.setUseClientMode(false);
            setUp.accept(socket);
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void play(Peer peer) {
        try {
            script.play(peer);
        } catch (Exception e) {
            // the test sees what it missed
        } finally {
            closeQuietly(peer.socket);
            ended.release();
        }
    }

    /** Waits until one more connection has been closed from this end; false if none is within ten seconds. */
    public boolean awaitClosedConnection() throws InterruptedException {
        return ended.tryAcquire(10, TimeUnit.SECONDS);
    }

    /** Whether one more connection has been closed from this end already. */
    public boolean hasClosedConnection() {
        return ended.tryAcquire();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    private void start(Runnable run) {
        Thread thread = new Thread(run, "upstream");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One accepted connection. */
    public final class Peer {
        private final Socket socket;
        private final Socket bare;
        private final int number;
        private final InputStream in;
        private int count;
        private final List<String> trailers = new ArrayList<>();

        private Peer(Socket socket, Socket bare, int number) {
            this.socket = socket;
            this.bare = bare;
            this.number = number;
            try {
                this.in = new BufferedInputStream(socket.getInputStream());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        public int number() {
            return number;
        }

        /** {@code 127.0.0.1:port} of this server. */
        public String localAuthority() {
            return authority();
        }

        /** Reads a whole request and notes it; null at the end of the stream. */
        public Request read() throws IOException {
            Request head = readHead();
            return head == null ? null : readBody(head);
        }

        /** Reads a head only, and notes it without body. */
        public Request readHead() throws IOException {
            String line = line();
            if (line == null || line.isEmpty()) return null;
            List<String[]> fields = new ArrayList<>();
            for (String field = line(); field != null && !field.isEmpty(); field = line()) {
                int colon = field.indexOf(':');
                fields.add(new String[] {field.substring(0, colon), field.substring(colon + 1).strip()});
            }
            return new Request(line, fields, "", number, ++count, false);
        }

        /** Reads the body that {@code head} announces, and notes the request. */
        public Request readBody(Request head) throws IOException {
            boolean[] complete = {true};
            String body = "";
            if ("chunked".equalsIgnoreCase(head.field("Transfer-Encoding"))) body = chunks(complete);
            else if (head.field("Content-Length") != null) body = bytes(Integer.parseInt(head.field("Content-Length")), complete);
            Request request = new Request(head.requestLine(), head.fields(), body, number, head.numberOnConnection(), complete[0]);
            note(request);
            return request;
        }

        /** Notes a request that was read otherwise. */
        public void note(Request request) {
            requests.add(request);
            arrivals.add(request);
        }

        private String chunks(boolean[] complete) throws IOException {
            StringBuilder body = new StringBuilder();
            while (true) {
                String size = line();
                if (size == null) break;
                int length = Integer.parseInt(size.strip(), 16);
                if (length == 0) {
                    trailers.clear();
                    for (String trailer = line(); trailer != null && !trailer.isEmpty(); trailer = line()) trailers.add(trailer);
                    return body.toString();
                }
                body.append(bytes(length, complete));
                line();
            }
            complete[0] = false;
            return body.toString();
        }

        private String bytes(int length, boolean[] complete) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) complete[0] = false;
            return new String(bytes, ISO_8859_1);
        }

        /** Waits for the first byte of what comes next, without reading it; false if nothing comes within that time. */
        public boolean awaitInput(int millis) throws IOException {
            in.mark(1);
            socket.setSoTimeout(millis);
            try {
                boolean there = in.read() >= 0;
                if (there) in.reset();
                return there;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
        }

        /** The lines behind the last chunked body. */
        public List<String> trailers() {
            return List.copyOf(trailers);
        }

        /** One byte, -1 at the end. */
        public int readByte() throws IOException {
            return in.read();
        }

        /** A byte that was read, and all that can be read behind it without waiting. */
        public byte[] readArrived(int first) throws IOException {
            byte[] bytes = new byte[1 + in.available()];
            bytes[0] = (byte) first;
            int read = in.read(bytes, 1, bytes.length - 1);
            return Arrays.copyOf(bytes, 1 + Math.max(read, 0));
        }

        public void send(String raw) throws IOException {
            socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Sends bytes as they are. */
        public void sendBytes(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Reads so many bytes as they are; fewer at the end of the connection. */
        public byte[] readBytes(int length) throws IOException {
            return in.readNBytes(length);
        }

        /** Sends back all that comes, until the end. */
        public void echo() throws IOException {
            in.transferTo(socket.getOutputStream());
        }

        /** Ends the output only. */
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        /** Closes in order. */
        public void close() {
            closeQuietly(socket);
        }

        /** Where the other end is. */
        public String remoteAddress() {
            return bare.getInetAddress().getHostAddress();
        }

        /** What was agreed on by the handshake. */
        public ExtendedSSLSession tls() {
            return (ExtendedSSLSession) ((SSLSocket) socket).getSession();
        }

        /** Passes all that comes on to another server on this host, and back, until either ends. */
        public void pass(int port) throws Exception {
            try (Socket other = new Socket("127.0.0.1", port)) {
                start(() -> copy(in, other));
                copy(other.getInputStream(), socket);
            }
        }

        private void copy(InputStream from, Socket to) {
            try (to) {
                byte[] buffer = new byte[8192];
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) to.getOutputStream().write(buffer, 0, n);
            } catch (IOException e) {
                // one of them has closed
            }
        }

        /** Has TLS 1.3 change its keys (RFC 8446 §4.6.3), which is nothing that HTTP sees. */
        public void renewKeys() throws IOException {
            ((SSLSocket) socket).startHandshake();
        }

        /** Sends bytes that are not encrypted. */
        public void sendBelowTls(String raw) throws IOException {
            bare.getOutputStream().write(raw.getBytes(ISO_8859_1));
        }

        /** Ends the connection below TLS, which says nothing of it. */
        public void cut() throws IOException {
            bare.shutdownOutput();
            bare.close();
        }

        /** Closes with RST instead of FIN. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int b;
            while ((b = in.read()) >= 0 && b != '\n') if (b != '\r') line.write(b);
            return b < 0 && line.size() == 0 ? null : line.toString(ISO_8859_1);
        }
    }
}
