package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The first message of a TLS client (RFC 8446 §4.1.2), read byte by byte, because a TLS server of the JDK refuses some names that may stand in it. */
public final class ClientHello {

    private static final int SERVER_NAME = 0;

    private ClientHello() { }

    /** Reads it and returns the host name that it tells (RFC 6066 §3); null if it tells none. */
    public static String readServerName(RawUpstream.Peer peer) throws IOException {
        ByteBuffer header = read(peer, 5);
        ByteBuffer hello = read(peer, header.getShort(3) & 0xFFFF);
        hello.position(4 + 2 + 32);
        skip(hello, hello.get() & 0xFF);
        skip(hello, hello.getShort() & 0xFFFF);
        skip(hello, hello.get() & 0xFF);
        hello.getShort();
        while (hello.remaining() >= 4) {
            int type = hello.getShort() & 0xFFFF;
            int length = hello.getShort() & 0xFFFF;
            if (type == SERVER_NAME) return name(hello);
            skip(hello, length);
        }
        return null;
    }

    private static String name(ByteBuffer list) {
        list.getShort();
        if (list.get() != 0) throw new AssertionError("not a host name");
        byte[] name = new byte[list.getShort() & 0xFFFF];
        list.get(name);
        return new String(name, US_ASCII);
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }

    private static ByteBuffer read(RawUpstream.Peer peer, int bytes) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < bytes) {
            int b = peer.readByte();
            if (b < 0) throw new IOException("the connection ended within a ClientHello");
            read.write(b);
        }
        return ByteBuffer.wrap(read.toByteArray());
    }
}
