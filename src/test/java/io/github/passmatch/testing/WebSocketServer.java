package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;

/** A small server of WebSocket (RFC 6455) that sends each frame back, and answers a close. */
public final class WebSocketServer implements AutoCloseable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final RawUpstream server;

    public WebSocketServer() throws IOException {
        server = new RawUpstream(WebSocketServer::play);
    }

    public int port() {
        return server.port();
    }

    private static void play(RawUpstream.Peer peer) throws Exception {
        RawUpstream.Request request = peer.read();
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((request.field("Sec-WebSocket-Key") + GUID).getBytes(US_ASCII));
        peer.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
        int first = peer.readByte();
        while (first >= 0) {
            peer.sendBytes(unmasked(first, peer));
            if ((first & 15) == CLOSE) return;
            first = peer.readByte();
        }
    }

    private static byte[] unmasked(int first, RawUpstream.Peer peer) throws IOException {
        int length = peer.readByte() & 127;
        byte[] longer = peer.readBytes(length == 126 ? 2 : length == 127 ? 8 : 0);
        long size = length < 126 ? length : 0;
        for (byte b : longer) size = size << 8 | b & 255;
        byte[] mask = peer.readBytes(4);
        byte[] data = peer.readBytes((int) size);
        byte[] frame = new byte[2 + longer.length + data.length];
        frame[0] = (byte) first;
        frame[1] = (byte) length;
        System.arraycopy(longer, 0, frame, 2, longer.length);
        for (int i = 0; i < data.length; i++) frame[2 + longer.length + i] = (byte) (data[i] ^ mask[i % 4]);
        return frame;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
