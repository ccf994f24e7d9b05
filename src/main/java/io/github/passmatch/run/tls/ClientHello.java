package io.github.passmatch.run.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first message of a client in TLS (RFC 8446 §4.1.2), as far as it decides about the settings of the handshake.
 *
 * @param serverName the name of the server (RFC 6066 §3), in lower case without a dot at the end; empty: none
 * @param protocols  the protocols above TLS that the client offers (RFC 7301), in its order
 */
record ClientHello(Optional<String> serverName, List<String> protocols) {

    /** Of a message that cannot be read: the handshake itself then refuses the message. */
    static final ClientHello UNREADABLE = new ClientHello(Optional.empty(), List.of());

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int PROTOCOLS = 16;
    private static final int HOST_NAME = 0;
    private static final int LONGEST_NAME = 255;

    ClientHello {
        protocols = List.copyOf(protocols);
    }

    /** Whether the first byte of a connection may begin a TLS record. */
    static boolean isTls(byte first) {
        return first == HANDSHAKE;
    }

    /**
     * Reads the message.
     *
     * @param received the bytes that were received, from the first byte of the connection to the limit; not changed
     * @return null if the message is not complete yet
     */
    static ClientHello of(ByteBuffer received) {
        try {
            byte[] message = message(received.duplicate());
            return message == null ? null : read(ByteBuffer.wrap(message));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return UNREADABLE;
        }
    }

    /** The body of the message, which may be in several records; null if it is not complete. */
    private static byte[] message(ByteBuffer records) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (records.remaining() >= RECORD_HEAD) {
            int type = records.get();
            records.getShort();
            int length = records.getShort() & 0xFFFF;
            if (type != HANDSHAKE || length == 0) throw new IllegalArgumentException("not a handshake");
            byte[] part = new byte[Math.min(length, records.remaining())];
            records.get(part);
            message.writeBytes(part);
            if (part.length < length) break;
        }
        if (message.size() < MESSAGE_HEAD) return null;
        byte[] bytes = message.toByteArray();
        if (bytes[0] != CLIENT_HELLO) throw new IllegalArgumentException("not a ClientHello");
        int length = (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        return bytes.length < MESSAGE_HEAD + length ? null : Arrays.copyOfRange(bytes, MESSAGE_HEAD, MESSAGE_HEAD + length);
    }

    private static ClientHello read(ByteBuffer message) {
        message.position(VERSION_AND_RANDOM);
        slice(message, message.get() & 0xFF);               // the session
        slice(message, message.getShort() & 0xFFFF);        // the cipher suites
        slice(message, message.get() & 0xFF);               // the compression methods
        if (!message.hasRemaining()) return UNREADABLE;
        ByteBuffer extensions = slice(message, message.getShort() & 0xFFFF);
        Optional<String> name = Optional.empty();
        List<String> protocols = List.of();
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xFFFF;
            ByteBuffer content = slice(extensions, extensions.getShort() & 0xFFFF);
            if (type == SERVER_NAME && content.hasRemaining()) name = name(slice(content, content.getShort() & 0xFFFF));
            if (type == PROTOCOLS) protocols = protocols(slice(content, content.getShort() & 0xFFFF));
        }
        return new ClientHello(name, protocols);
    }

    private static Optional<String> name(ByteBuffer names) {
        while (names.hasRemaining()) {
            int type = names.get();
            byte[] bytes = bytes(slice(names, names.getShort() & 0xFFFF));
            if (type == HOST_NAME && bytes.length <= LONGEST_NAME) return Optional.of(new String(bytes, US_ASCII).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "")).filter(name -> !name.isEmpty());
        }
        return Optional.empty();
    }

    private static List<String> protocols(ByteBuffer list) {
        List<String> protocols = new ArrayList<>();
        while (list.hasRemaining()) protocols.add(new String(bytes(slice(list, list.get() & 0xFF)), US_ASCII));
        return protocols;
    }

    private static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }

    /** The next bytes, which are then behind the position. */
    private static ByteBuffer slice(ByteBuffer from, int length) {
        ByteBuffer part = from.slice();
        if (length > part.remaining()) throw new BufferUnderflowException();
        part.limit(length);
        from.position(from.position() + length);
        return part;
    }
}
