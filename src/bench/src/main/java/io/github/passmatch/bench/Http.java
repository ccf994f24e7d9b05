package io.github.passmatch.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request on a connection of its own. */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        // The JDK's client would keep connections, and the bench counts them.
        System.setProperty("http.keepAlive", "false");
    }

    private Http() { }

    /** The body of the answer to GET; fails if that is not a 200. */
    static String get(int port, String path) throws IOException {
        return ask(port, new Workload.Request(path, 0, "", 0, 1, 0));
    }

    static String ask(int port, Workload.Request request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + request.path()).toURL().openConnection();
        connection.setReadTimeout((int) PATIENCE.toMillis());
        if (request.bodyLength() > 0) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.bodyLength());
            connection.setRequestProperty("Content-Type", request.bodyType());
            connection.getOutputStream().write(new byte[request.bodyLength()]);
        }
        if (connection.getResponseCode() != 200) throw new IOException(connection.getURL() + " answered " + connection.getResponseCode());
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Asks until something answers 200; fails when {@code process} ends or a minute has passed. Returns when it did, as {@link System#nanoTime}. */
    static long awaitAnswer(Process process, int port, String path) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                get(port, path);
                return System.nanoTime();
            } catch (IOException e) {
                if (!process.isAlive()) throw new IOException("it has ended with code " + process.exitValue(), e);
                if (System.nanoTime() - start > PATIENCE.toNanos()) throw e;
                Thread.sleep(1);
            }
        }
    }

    /** Whether the answer is the right one. */
    static void verify(int port, Workload.Request request) throws IOException {
        String body = ask(port, request);
        boolean right = request.expectedLength() >= 0 ? body.length() == request.expectedLength() : body.trim().equals("" + request.bodyLength());
        if (!right) throw new IOException("port " + port + ", " + request + ": got " + body.length() + " bytes");
    }
}
