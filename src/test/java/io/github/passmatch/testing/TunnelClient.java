package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.FutureTask;

/** A client that asks for a switch of protocols, and then speaks with whoever is at the other end. */
public final class TunnelClient implements AutoCloseable {

    /** The fields of a handshake of WebSocket. */
    public static final String WEBSOCKET = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    /** An upstream's consent. */
    public static final String CONSENT = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final RawClient client;

    /** Connects only. */
    public TunnelClient(int port) throws IOException {
        client = new RawClient(port);
    }

    /** Connects, and opens a tunnel. */
    public static TunnelClient open(int port, String target) throws IOException {
        TunnelClient client = new TunnelClient(port);
        RawClient.Answer answer = client.ask(target, WEBSOCKET);
        if (answer.status() != 101) throw new IOException(answer.toString());
        return client;
    }

    public static String request(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: www.example.org\r\n" + fields + "\r\n";
    }

    /** Sends a GET; the answer's head, or the whole answer if it is not 101. */
    public RawClient.Answer ask(String target, String fields) throws IOException {
        client.send(request(target, fields));
        return client.read();
    }

    public RawClient raw() {
        return client;
    }

    public void send(String text) throws IOException {
        client.send(text);
    }

    public String receive(int length) throws IOException {
        return new String(client.readBytes(length), ISO_8859_1);
    }

    /** Sends, and expects the same back. */
    public boolean echoes(String text) throws IOException {
        send(text);
        return receive(text.length()).equals(text);
    }

    /** Sends on another thread, and reads as many bytes meanwhile: more than all buffers in between can be on the way. */
    public byte[] echoOf(byte[] bytes) throws Exception {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            client.sendBytes(bytes);
            return null;
        });
        new Thread(sending).start();
        byte[] received = client.readBytes(bytes.length);
        sending.get();
        return received;
    }

    /** Sends the first bytes, expects them back, and then the rest: whoever is in between must not wait for a whole frame. */
    public byte[] echoInTwoParts(byte[] bytes, int first) throws IOException {
        byte[] received = new byte[bytes.length];
        client.sendBytes(Arrays.copyOf(bytes, first));
        System.arraycopy(client.readBytes(first), 0, received, 0, first);
        client.sendBytes(Arrays.copyOfRange(bytes, first, bytes.length));
        System.arraycopy(client.readBytes(bytes.length - first), 0, received, first, bytes.length - first);
        return received;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
