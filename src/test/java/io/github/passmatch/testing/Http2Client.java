package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Sends one request by HTTP/2 without TLS, each field line as it is given. What is answered is not decoded. */
public final class Http2Client implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;

    /** Numbers in HPACK's static table (RFC 7541, appendix A). */
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int SCHEME = 6;

    /** A frame from the server, with its bytes as characters. */
    public record Frame(int type, int flags, int stream, String payload) {

        public boolean isEndOfStream() {
            return (type == DATA || type == HEADERS) && (flags & 1) != 0;
        }
    }

    private final Socket socket;
    private boolean begun;

    public Http2Client(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
    }

    /** A GET of {@code target}, a byte string; returns when the stream is over: true if its answer has come to its end, false if it was reset. */
    public boolean get(String target, List<String[]> fields) throws IOException {
        request(1, "GET", target, fields, true);
        while (true) {
            Frame frame = read();
            if (frame == null) throw new EOFException("the connection ended before the stream");
            if (frame.type() == GOAWAY || frame.stream() == 1 && frame.type() == RST_STREAM) return false;
            if (frame.stream() == 1 && frame.isEndOfStream()) return true;
        }
    }

    /** Begins a stream. */
    public void request(int stream, String method, String target, List<String[]> fields, boolean whole) throws IOException {
        frame(HEADERS, whole ? END_STREAM_AND_HEADERS : END_HEADERS, stream, head(method, target, fields));
    }

    /** The block of the head of a request. */
    public static byte[] head(String method, String target, List<String[]> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, METHOD, method);
        literal(block, SCHEME, "http");
        literal(block, PATH, target);
        literal(block, AUTHORITY, "www.example.org");
        for (String[] field : fields) {
            block.write(0);
            text(block, field[0]);
            text(block, field[1]);
        }
        return block.toByteArray();
    }

    /** Cancels a stream. */
    public void cancel(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** Sends any frame of less than 64 KiB; the first one in one packet with the preface. */
    public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!begun) {
            out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
            write(out, SETTINGS, 0, 0, new byte[0]);
            begun = true;
        }
        write(out, type, flags, stream, payload);
        socket.getOutputStream().write(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, (byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
        out.writeBytes(payload);
    }

    /** The next frame; null at the end of the connection. */
    public Frame read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int first = in.read();
        if (first < 0) return null;
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, new String(in.readNBytes(length), ISO_8859_1));
    }

    /** RFC 7541 §6.2.2: without indexing. Tomcat takes the pseudo fields by their numbers alone. */
    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        if (text.length() > 126) throw new IllegalArgumentException("too long");
        block.write(text.length());
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** Whether the server answers with something other than HTTP/2, or ends the connection. */
    public boolean isRefused() throws IOException {
        byte[] start = socket.getInputStream().readNBytes(5);
        return start.length < 5 || new String(start, ISO_8859_1).equals("HTTP/");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
