package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Holds what was received on a channel: the bytes for the owner of the connection, and, with TLS, encrypted bytes that have not been decrypted yet. Not safe for concurrent use. */
final class ChannelInput {

    private final ReceivedBytes plain = new ReceivedBytes();
    private final ReceivedBytes received;       // the same without TLS
    private final Decryption decryption;        // null without TLS
    private boolean needsThread;

    ChannelInput(Decryption decryption) {
        this.decryption = decryption;
        this.received = decryption == null ? plain : new ReceivedBytes();
    }

    boolean isTls() {
        return decryption != null;
    }

    void append(ByteBuffer more) {
        received.append(more);
    }

    /** @param cause null if the upstream has closed the connection */
    void end(IOException cause) {
        received.end(cause);
    }

    /** The proxy has closed the connection. */
    void end() {
        received.end();
        plain.end();
    }

    /** Whether nothing more will be received from the channel. */
    boolean channelEnded() {
        return received.ended();
    }

    /** Decrypts what can be decrypted without waiting. */
    void decrypt() {
        if (decryption != null && !plain.ended()) needsThread = !decryption.decrypt(received, plain);
    }

    int takeEncrypted(byte[] buffer, int offset, int length) throws IOException {
        return received.take(buffer, offset, length);
    }

    int encrypted() {
        return received.length();
    }

    /** The larger one of the numbers of bytes. */
    int collected() {
        return Math.max(received.length(), plain.length());
    }

    /** Whether the owner can find out something by {@link #plain}, or by reading in blocking mode. */
    boolean isAny() {
        return plain.length() > 0 || plain.ended() || needsThread;
    }

    /** Whether more bytes will be needed, of which a thread that may wait must read the next. */
    boolean needsThread() {
        return needsThread;
    }

    /** The bytes for the owner of the connection, and its end as the owner must see it. */
    ReceivedBytes plain() {
        return plain;
    }
}
