package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/** Sends one request by HTTP/2 without TLS, each field line as it is given. What is answered is not decoded. */
public final class Http2Client implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM_AND_HEADERS = 5;

    /** Numbers in HPACK's static table (RFC 7541, appendix A). */
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int SCHEME = 6;

    private final Socket socket;

    public Http2Client(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
    }

    /** A GET of {@code target}, a byte string; returns when the stream is over: true if its answer has come to its end, false if it was reset. */
    public boolean get(String target, List<String[]> fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, METHOD, "GET");
        literal(block, SCHEME, "http");
        literal(block, PATH, target);
        literal(block, AUTHORITY, "www.example.org");
        for (String[] field : fields) {
            block.write(0);
            text(block, field[0]);
            text(block, field[1]);
        }
        OutputStream out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        frame(out, SETTINGS, 0, 0, new byte[0]);
        frame(out, HEADERS, END_STREAM_AND_HEADERS, 1, block.toByteArray());
        out.flush();
        return awaitEnd(new DataInputStream(socket.getInputStream()));
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

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        out.write(payload);
    }

    private static boolean awaitEnd(DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            in.skipNBytes(length);
            if (type == GOAWAY || stream == 1 && type == RST_STREAM) return false;
            if (stream == 1 && (type == DATA || type == HEADERS) && (flags & 1) != 0) return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
