package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Frames of WebSocket (RFC 6455), valid and invalid: a tunnel must pass on all of them as they are. */
public final class Frames {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final Random RANDOM = new Random(6455);

    /** A part of a conversation: one frame or more. */
    public static final class Row {
        private final String name;
        private final byte[] bytes;

        private Row(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Row> rows = new ArrayList<>();

    private Frames() { }

    /** All rows. */
    public static List<Row> all() {
        Frames frames = new Frames();
        frames.opcodes();
        frames.sizes();
        frames.fragments();
        frames.closes();
        frames.texts();
        frames.invalidHeads();
        frames.otherProtocols();
        return frames.rows;
    }

    private void add(String name, byte[]... parts) {
        rows.add(new Row(name, joined(parts)));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** With the shortest length. */
    private static byte[] frame(int first, boolean masked, byte[] data) {
        return frame(first, data.length < 126 ? 0 : data.length < 65536 ? 2 : 8, masked, data);
    }

    /** @param extended the number of bytes of the extended length */
    private static byte[] frame(int first, int extended, boolean masked, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.write((masked ? 0x80 : 0) | (extended == 0 ? data.length : extended == 2 ? 126 : 127));
        for (int i = extended - 1; i >= 0; i--) out.write((int) ((long) data.length >>> 8 * i));
        byte[] mask = masked ? random(4) : new byte[4];
        if (masked) out.writeBytes(mask);
        for (int i = 0; i < data.length; i++) out.write(data[i] ^ mask[i % 4]);
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return frame(FIN | TEXT, true, text.getBytes(UTF_8));
    }

    private void opcodes() {
        for (int opcode = 0; opcode < 16; opcode++)
            for (boolean masked : new boolean[] {true, false})
                add("opcode " + opcode + (masked ? ", masked" : ""), frame(FIN | opcode, masked, "hello".getBytes(UTF_8)));
    }

    private void sizes() {
        for (int opcode : new int[] {TEXT, BINARY})
            for (int size : new int[] {0, 1, 125, 126, 127, 128, 65535, 65536, 65537, 1 << 20})
                add("opcode " + opcode + " with " + size + " bytes", frame(FIN | opcode, true, opcode == TEXT ? "x".repeat(size).getBytes(UTF_8) : random(size)));
        for (int opcode : new int[] {CLOSE, PING, PONG})
            for (int size : new int[] {0, 1, 2, 124, 125}) add("opcode " + opcode + " with " + size + " bytes", frame(FIN | opcode, true, random(size)));
    }

    private void fragments() {
        byte[] ping = frame(FIN | PING, true, "are you there?".getBytes(UTF_8));
        byte[] pong = frame(FIN | PONG, true, "yes".getBytes(UTF_8));
        add("a message in three fragments", frame(TEXT, true, random(10)), frame(CONTINUATION, true, random(300)), frame(FIN, true, random(0)));
        add("control frames between fragments", frame(BINARY, true, random(10)), ping, frame(CONTINUATION, true, random(70_000)), pong, ping, frame(FIN, true, random(1)));
        add("100 fragments of one byte", joined(IntStream.range(0, 100).mapToObj(i -> frame((i == 99 ? FIN : 0) | (i == 0 ? TEXT : 0), true, random(1))).toArray(byte[][]::new)));
        add("fragments within a character", frame(TEXT, true, new byte[] {(byte) 0xe2}), frame(FIN, true, new byte[] {(byte) 0x82, (byte) 0xac}));
        add("close between fragments", frame(TEXT, true, random(5)), frame(FIN | CLOSE, true, new byte[] {3, (byte) 0xe8}), frame(FIN, true, random(5)));
        add("a continuation without a beginning", frame(FIN, true, random(5)));
        add("a beginning within a message", frame(TEXT, true, random(5)), frame(FIN | TEXT, true, random(5)));
        add("a ping in fragments", frame(PING, true, random(5)), frame(FIN, true, random(5)));
    }

    private void closes() {
        for (int code : new int[] {0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 2999, 3000, 3999, 4000, 4999, 5000, 65535})
            add("close " + code, frame(FIN | CLOSE, true, new byte[] {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'}));
        add("close with half a code", frame(FIN | CLOSE, true, new byte[] {3}));
        add("close with a reason that is not UTF-8", frame(FIN | CLOSE, true, new byte[] {3, (byte) 0xe8, (byte) 0xff}));
        add("frames behind a close", frame(FIN | CLOSE, true, new byte[] {3, (byte) 0xe8}), text("too late"), frame(FIN | PING, true, random(3)));
    }

    private void texts() {
        add("UTF-8", text("\u03ba\u1f79\u03c3\u03bc\u03b5 \ud83d\ude00 \u0000\uffff"));
        for (String invalid : List.of("\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082", "\u0080", "\u00fe", "\u00ff", "\u00f8\u0088\u0080\u0080\u0080"))
            add("text that is not UTF-8, " + invalid.length() + " bytes", frame(FIN | TEXT, true, invalid.getBytes(ISO_8859_1)));
        byte[] each = new byte[256];
        for (int i = 0; i < 256; i++) each[i] = (byte) i;
        add("each byte", frame(FIN | BINARY, false, each));
    }

    private void invalidHeads() {
        for (int reserved = 1; reserved < 8; reserved++) add("reserved bits " + reserved, frame(FIN | reserved << 4 | TEXT, true, random(5)));
        add("compressed", frame(FIN | 0x40 | TEXT, true, new byte[] {(byte) 0xf2, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00}));
        add("5 bytes with a length of 16 bits", frame(FIN | TEXT, 2, true, random(5)));
        add("5 bytes with a length of 64 bits", frame(FIN | TEXT, 8, true, random(5)));
        add("a ping of 126 bytes", frame(FIN | PING, true, random(126)));
        add("a length of more than 63 bits", new byte[] {(byte) 0x82, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4});
        add("half a head", new byte[] {(byte) 0x81});
    }

    private void otherProtocols() {
        add("a request", "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
        add("a response", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        add("a last chunk", "0\r\n\r\n".getBytes(ISO_8859_1));
        add("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        add("a handshake of TLS", new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 3});
        add("line ends and zero bytes", "\r\n\r\n\n\n\r\r\u0000\u0000".getBytes(ISO_8859_1));
    }
}
