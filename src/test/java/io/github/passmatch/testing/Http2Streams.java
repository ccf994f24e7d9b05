package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** As much of a client of HTTP/2 in clear text (RFC 9113, prior knowledge) as it takes to see how a stream ends. One request at a time. */
public final class Http2Streams implements AutoCloseable {

    /** How far a stream has come. */
    public enum State {
        /** More may follow. */
        OPEN,
        /** By END_STREAM: the answer is whole. */
        ENDED,
        /** By RST_STREAM. */
        RESET,
        /** With its connection. */
        CLOSED
    }

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int ACK = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final StringBuilder body = new StringBuilder();
    private int stream = -1;

    public Http2Streams(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /** Asks for a path on a new stream. */
    public void get(String path) throws IOException {
        stream += 2;
        body.setLength(0);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(0x82);         // :method GET
        fields.write(0x86);         // :scheme http
        literal(fields, 0x14, path);
        literal(fields, 0x11, "localhost");
        send(HEADERS, END_STREAM_AND_HEADERS, stream, fields.toByteArray());
    }

    /** A field that is not to be indexed; its name is in the static table (RFC 7541, appendix A). */
    private static void literal(ByteArrayOutputStream fields, int name, String value) throws IOException {
        fields.write(name);
        fields.write(value.length());
        fields.write(value.getBytes(ISO_8859_1));
    }

    private void send(int type, int flags, int id, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(new byte[] {(byte) (payload.length >> 16), (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, 0, 0, (byte) (id >> 8), (byte) id});
        frame.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }

    /** Reads until the answer's body holds so much, or ends. */
    public State read(int bytes) throws IOException {
        try {
            State state = State.OPEN;
            while (state == State.OPEN && body.length() < bytes) state = frame();
            return state;
        } catch (EOFException | SocketException e) {
            return State.CLOSED;
        }
    }

    private State frame() throws IOException {
        int lengthAndType = in.readInt();
        int type = lengthAndType & 0xff;
        int flags = in.readUnsignedByte();
        int id = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        if (type == SETTINGS && (flags & ACK) == 0) send(SETTINGS, ACK, 0, new byte[0]);
        if (type == GOAWAY) return State.CLOSED;
        if (id != stream) return State.OPEN;
        if (type == RST_STREAM) return State.RESET;
        if (type == DATA) body.append(new String(payload, ISO_8859_1));
        return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0 ? State.ENDED : State.OPEN;
    }

    /** What has come of the answer's body. */
    public String body() {
        return body.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
