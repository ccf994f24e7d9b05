package io.github.passmatch.golden.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** One end of a connection: heads, bodies, and the scripts of tunnels. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE = 15_000;
    private static final int TUNNEL_PATIENCE = 6_000;

    final Socket socket;
    private final InputStream in;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** First line and fields of a message. */
    record Head(String raw, String firstLine, List<List<String>> fields) {

        List<String> all(String name) {
            return fields.stream().filter(field -> field.get(0).equalsIgnoreCase(name)).map(field -> field.get(1)).toList();
        }

        Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** The next head; null at the end of the stream. */
    Head head() throws IOException {
        StringBuilder raw = new StringBuilder();
        while (raw.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return null;
            raw.append((char) b);
        }
        String[] lines = raw.toString().split("\r\n");
        List<List<String>> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) fields.add(List.of(lines[i].substring(0, colon).strip(), lines[i].substring(colon + 1).strip()));
        }
        return new Head(raw.toString(), lines[0], fields);
    }

    /** @param untilClose whether a body without length ends with the connection */
    String body(Head head, boolean untilClose) throws IOException {
        if (head.first("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) return chunks();
        Optional<String> length = head.first("Content-Length");
        byte[] bytes = length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : untilClose ? in.readAllBytes() : new byte[0];
        return new String(bytes, ISO_8859_1);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) line.append((char) b);
            if (line.isEmpty()) return body.toString();
            int length = Integer.parseInt(line.toString().replaceFirst(";.*", "").strip(), 16);
            body.append(new String(in.readNBytes(length), ISO_8859_1));
            in.readNBytes(2);
            if (length == 0) return body.toString();
        }
    }

    /** Sends back all that comes. */
    void echo() throws IOException {
        byte[] buffer = new byte[65536];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            socket.getOutputStream().write(buffer, 0, n);
            socket.getOutputStream().flush();
        }
    }

    /** Plays the script of a tunnel. Returns what went wrong, or null. */
    String play(JsonArray script, UnaryOperator<String> fill) {
        for (JsonElement element : script) {
            JsonArray command = element.getAsJsonArray();
            try {
                String wrong = play(command.get(0).getAsString(), command.size() > 1 ? command.get(1).getAsString() : "", fill);
                if (wrong != null) return command + ": " + wrong;
                if (socket.isClosed()) return null;
            } catch (IOException e) {
                return command + ": " + e;
            }
        }
        return null;
    }

    private String play(String command, String argument, UnaryOperator<String> fill) throws IOException {
        switch (command) {
            case "send" -> send(fill.apply(argument));
            case "recv" -> {
                String wanted = fill.apply(argument);
                socket.setSoTimeout(TUNNEL_PATIENCE);
                String got = new String(in.readNBytes(wanted.length()), ISO_8859_1);
                if (!got.equals(wanted)) return "got " + got;
            }
            case "eof" -> {
                if (readWithin(TUNNEL_PATIENCE) != -1) return "no end of the stream";
            }
            case "quiet" -> {
                if (readWithin(Integer.parseInt(argument)) != NOTHING) return "not quiet";
            }
            case "shut" -> socket.shutdownOutput();
            case "wait" -> LockSupport.parkNanos(Long.parseLong(argument) * 1_000_000);
            case "close" -> socket.close();
            default -> throw new IllegalArgumentException(command);
        }
        return null;
    }

    private static final int NOTHING = -2;

    /** A byte, -1 at the end of the stream, {@link #NOTHING} if neither comes in time. */
    private int readWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read();
        } catch (SocketTimeoutException e) {
            return NOTHING;
        } catch (IOException e) {
            return -1;
        } finally {
            socket.setSoTimeout(PATIENCE);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
