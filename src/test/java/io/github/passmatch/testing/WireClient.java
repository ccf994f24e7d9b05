package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One client connection, byte by byte. */
public final class WireClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    /** @param port on the loopback address */
    public WireClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public WireClient send(String text) throws IOException {
        CountingUpstream.write(socket.getOutputStream(), text);
        return this;
    }

    public WireClient send(byte[] bytes, int count) throws IOException {
        socket.getOutputStream().write(bytes, 0, count);
        return this;
    }

    /** A GET without body. */
    public WireClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Reads a response head; returns its status line. */
    public String head() throws IOException {
        String status = CountingUpstream.line(in);
        for (String line = CountingUpstream.line(in); !line.isEmpty(); line = CountingUpstream.line(in)) { }
        return status;
    }

    /** Some bytes of the body; -1 at the end of the connection. */
    public int read(byte[] buffer) throws IOException {
        return in.read(buffer);
    }

    /** Everything up to the end of the connection, be it orderly or a reset. */
    public String rest() {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) text.append(new String(buffer, 0, count, ISO_8859_1));
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection stayed open after: " + text, e);
        } catch (IOException e) {
            // a reset ends it as well
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
