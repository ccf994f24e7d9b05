package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.testing.TunnelClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A member of the balancer of a chaos run: dies with all its connections, comes back on the same port, or receives requests and does not answer. */
final class ChaosMember implements AutoCloseable {

    /** What the member does. */
    enum Life { UP, DEAD, STALLED }

    /** In fields of requests: when the client sent it, by {@link System#nanoTime}. */
    static final String SENT = "X-Sent";

    private final int number;
    private final int port;
    private final ChaosTally tally;
    /** Over all members: the last POST of each client. */
    private final Map<String, String> lastPosts;
    /** Over all members: requests that were received and not answered. */
    private final Set<String> swallowed;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;
    private volatile Life life = Life.UP;
    private volatile long drainedSince = Long.MAX_VALUE;
    private volatile long steadySince = System.nanoTime();
    private volatile long lastDeath = System.nanoTime();

    ChaosMember(int number, ChaosTally tally, Map<String, String> lastPosts, Set<String> swallowed) throws IOException {
        this.number = number;
        this.tally = tally;
        this.lastPosts = lastPosts;
        this.swallowed = swallowed;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        start(() -> accept(listener));
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1024);
        return server;
    }

    private void start(Runnable work) {
        Thread thread = new Thread(null, work, "chaos-member-" + number, 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return port;
    }

    Life life() {
        return life;
    }

    boolean isDrained() {
        return drainedSince != Long.MAX_VALUE;
    }

    /** From now on new requests must not come. */
    void drained(boolean is) {
        drainedSince = is ? System.nanoTime() : Long.MAX_VALUE;
    }

    /** Since when it has been serving all that comes; {@link Long#MAX_VALUE}: it does not. */
    long steadySince() {
        return steadySince;
    }

    /** Whether it was alive from {@code since} until now. */
    boolean livedSince(long since) {
        return life != Life.DEAD && lastDeath - since < 0;
    }

    void become(Life next, Random random) throws IOException {
        if (life == next) return;
        tally.count("member " + next);
        if (next == Life.DEAD) {
            steadySince = Long.MAX_VALUE;
            lastDeath = System.nanoTime();
            life = next;
            listener.close();
            for (Socket socket : open) {
                if (random.nextBoolean()) socket.setSoLinger(true, 0);
                socket.close();
            }
        } else {
            if (life == Life.DEAD) {
                listener = listen(port);
                ServerSocket again = listener;
                start(() -> accept(again));
            }
            life = next;
            steadySince = next == Life.UP ? System.nanoTime() : Long.MAX_VALUE;
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                open.add(socket);
                if (life == Life.DEAD) socket.close();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // dead, or the run is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (one(socket, in)) { }
        } catch (IOException e) {
            // the proxy has gone, or this member has died
        } finally {
            open.remove(socket);
        }
    }

    /** One request; whether the connection goes on. */
    private boolean one(Socket socket, InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) return false;
        Map<String, String> fields = new HashMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            fields.put(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
        }
        String nonce = fields.getOrDefault("x-nonce", "none-");
        if (!line.matches("(GET|POST) /(any|sticky)/\\S* HTTP/1\\.1")) tally.broken("member " + number + " was sent as a request line: " + line);
        long since = drainedSince;
        if (line.contains("/any/") && since != Long.MAX_VALUE && Long.parseLong(fields.get(SENT.toLowerCase(Locale.ROOT))) - since > 0) tally.broken(nonce + " was sent to member " + number + ", which is drained");
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        if (!Marked.begins(new String(in.readNBytes(length), ISO_8859_1), nonce)) tally.broken(nonce + ": an upload holds another's bytes");
        if (line.startsWith("POST ") && nonce.equals(lastPosts.put(nonce.substring(0, nonce.indexOf('-')), nonce))) tally.broken("the POST " + nonce + " was sent twice");
        if (life == Life.STALLED) {
            swallowed.add(nonce);
            in.read();      // until the proxy does not wait any more, or this member dies
            return false;
        }
        if (fields.containsKey("upgrade")) {
            socket.getOutputStream().write((TunnelClient.CONSENT + number).getBytes(ISO_8859_1));
            in.transferTo(socket.getOutputStream());
            return false;
        }
        String body = Marked.body(nonce, Integer.parseInt(fields.getOrDefault("x-length", "0")));
        socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nX-Nonce: " + nonce + "\r\nX-Member: " + number + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(ISO_8859_1));
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) if (c != '\r') line.append((char) c);
        return line.toString();
    }

    /** How many connections of the proxy are open. */
    int openConnections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) socket.close();
    }
}
