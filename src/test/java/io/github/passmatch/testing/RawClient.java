package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** The near end: sends literal bytes and reads answers as they come. */
public final class RawClient implements AutoCloseable {

    /** An answer. {@code complete}: its last byte, by its own framing, has come. */
    public record Answer(int status, String statusLine, List<String[]> fields, String body, boolean complete) {

        public List<String> all(String name) {
            return fields.stream().filter(field -> field[0].equalsIgnoreCase(name)).map(field -> field[1]).toList();
        }

        public String field(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? null : values.get(0);
        }

        @Override
        public String toString() {
            return statusLine + " " + fields.stream().map(field -> field[0] + ": " + field[1]).toList() + " " + (body.length() > 200 ? body.length() + " bytes" : body)
                    + (complete ? "" : " (incomplete)");
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final List<String> trailers = new ArrayList<>();

    public RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    public static Answer ask(int port, String raw) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(raw);
            Answer answer = client.read(raw.startsWith("HEAD "));
            while (answer != null && answer.status() < 200) answer = client.read(raw.startsWith("HEAD "));
            return answer;
        }
    }

    public RawClient send(String raw) throws IOException {
        socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads one answer, interim ones too. */
    public Answer read(boolean toHead) throws IOException {
        Answer head = readHead();
        if (head == null) return null;
        if (toHead || head.status() < 200 || head.status() == 204 || head.status() == 304) return head;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = readBody(head, body);
        return new Answer(head.status(), head.statusLine(), head.fields(), body.toString(ISO_8859_1), complete);
    }

    /** Reads a final answer to anything but HEAD. */
    public Answer read() throws IOException {
        Answer answer = read(false);
        while (answer != null && answer.status() < 200 && answer.status() != 101) answer = read(false);
        return answer;
    }

    /** Reads a head; null if the connection ends before it. */
    public Answer readHead() throws IOException {
        String statusLine = line();
        if (statusLine == null) return null;
        List<String[]> fields = new ArrayList<>();
        for (String field = line(); field != null && !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            fields.add(new String[] {field.substring(0, colon), field.substring(colon + 1).strip()});
        }
        return new Answer(Integer.parseInt(statusLine.split(" ")[1]), statusLine, fields, "", true);
    }

    /** Reads the body that belongs to a head; whether it is whole. */
    public boolean readBody(Answer head) throws IOException {
        return readBody(head, new ByteArrayOutputStream());
    }

    private boolean readBody(Answer head, ByteArrayOutputStream body) throws IOException {
        try {
            if ("chunked".equalsIgnoreCase(head.field("Transfer-Encoding"))) return readChunks(body);
            if (head.field("Content-Length") == null) {
                in.transferTo(body);
                return true;
            }
            int length = Integer.parseInt(head.field("Content-Length"));
            body.write(in.readNBytes(length));
            return body.size() == length;
        } catch (SocketException e) {
            return false;       // reset
        }
    }

    private boolean readChunks(ByteArrayOutputStream body) throws IOException {
        trailers.clear();
        for (String size = line(); size != null; size = line()) {
            int length = Integer.parseInt(size.split(";")[0].strip(), 16);
            if (length == 0) {
                String trailer = line();
                for (; trailer != null && !trailer.isEmpty(); trailer = line()) trailers.add(trailer);
                return trailer != null;
            }
            byte[] data = in.readNBytes(length);
            body.write(data);
            if (data.length < length) return false;
            line();
        }
        return false;
    }

    /** The lines behind the last chunked body. */
    public List<String> trailers() {
        return List.copyOf(trailers);
    }

    /** The next bytes of a chunked body: one chunk. Jetty sends a chunk's line end only with the next chunk, so it is not waited for. */
    public String readChunk() throws IOException {
        String size = line();
        if (size != null && size.isEmpty()) size = line();
        return size == null ? null : new String(in.readNBytes(Integer.parseInt(size.strip(), 16)), ISO_8859_1);
    }

    /** Sends bytes as they are. */
    public void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads so many bytes as they are; fewer at the end of the connection. */
    public byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Whether the server closes the connection now, without sending anything more. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Leaves with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0 && b != '\n') if (b != '\r') line.write(b);
        return b < 0 && line.size() == 0 ? null : line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
