package io.github.passmatch.upstream.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Holds the bytes that a selector thread has read from a channel and that were not taken yet, and whether the connection has ended. Keeps no array while there are no bytes. Not safe for
 * concurrent use.
 */
public final class ReceivedBytes {

    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private boolean ended;
    private IOException failure;        // null unless the connection broke

    ReceivedBytes() { }

    /** Checks received bytes. */
    @FunctionalInterface
    public interface Check {
        /** @param bytes must not be changed or kept */
        boolean test(byte[] bytes, int offset, int length);
    }

    public int length() {
        return to - from;
    }

    public boolean check(Check check) {
        return check.test(bytes, from, to - from);
    }

    public void append(ByteBuffer more) {
        int count = more.remaining();
        if (to == from) {
            bytes = new byte[count];
            from = 0;
            to = 0;
        } else if (bytes.length - to < count) {
            bytes = Arrays.copyOfRange(bytes, from, Math.max(to + count, from + 2 * (to - from)));
            to -= from;
            from = 0;
        }
        more.get(bytes, to, count);
        to += count;
    }

    /** @param cause null if the upstream has closed the connection */
    public void end(IOException cause) {
        ended = true;
        failure = cause;
    }

    /** The proxy has closed the connection. */
    void end() {
        ended = true;
    }

    /** Whether no more bytes will be received. */
    public boolean ended() {
        return ended;
    }

    /**
     * Takes bytes.
     *
     * @return how many; 0 if there are none, -1 at the end of the connection
     * @throws IOException if the connection broke, and all bytes were taken
     */
    public int take(byte[] buffer, int offset, int length) throws IOException {
        if (length > 0 && from == to && ended) {
            if (failure != null) throw failure;
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(bytes, from, buffer, offset, count);
        from += count;
        if (from == to) {
            bytes = NOTHING;
            from = 0;
            to = 0;
        }
        return count;
    }
}
