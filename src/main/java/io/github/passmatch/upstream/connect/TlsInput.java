package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.NotHttp;
import io.github.passmatch.upstream.http1.OneByte;
import io.github.passmatch.upstream.reactor.Decryption;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.ReceivedBytes;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Gives JSSE the encrypted bytes of a connection, and lets JSSE decrypt the complete records that a selector thread has received. If a record holds no data (a ticket, new keys), JSSE reads on; then
 * the read fails with a {@link SocketTimeoutException}, after which JSSE can go on. Detects the end of the stream.
 */
final class TlsInput extends InputStream implements Decryption {

    private static final int HEADER = 5;
    /** The content type of a handshake. TLS 1.3 encrypts the type; so after the first handshake, only TLS 1.2 sends this type, to begin a new handshake. */
    private static final int HANDSHAKE = 22;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 23;
    /** JSSE accepts no longer record. */
    private static final int LONGEST_RECORD = 34 * 1024;
    private static final int MOST_DATA = 16 * 1024;

    private final InputStream below;
    private final StringBuilder beginning = new StringBuilder();        // of the input, in Latin-1
    private WatchedChannel watched;     // null during the handshake, and over a Unix socket
    private InputStream data;           // what JSSE has decrypted
    private ReceivedBytes encrypted;    // null if not decrypting
    private int complete;               // how many bytes of it JSSE may read
    private boolean ended;

    /** @param below reads from the socket in blocking mode */
    TlsInput(InputStream below) {
        this.below = below;
    }

    /** From now on a selector thread may receive the input. */
    void watchedBy(WatchedChannel channel, InputStream decrypted) {
        watched = channel;
        data = decrypted;
    }

    boolean isDecrypting() {
        return encrypted != null;
    }

    @Override
    public boolean decrypt(ReceivedBytes from, ReceivedBytes plain) {
        boolean handshake = from.check(this::endsBeforeHandshake);
        if (from.ended()) complete = Integer.MAX_VALUE;
        encrypted = from;
        try {
            for (int ready = data.available(); complete > 0 || ready > 0; ready = data.available()) {
                byte[] buffer = new byte[Math.min(MOST_DATA, Math.max(ready, complete))];
                int read = data.read(buffer);
                if (read < 0) plain.end(null);
                if (read < 0) return true;
                plain.append(ByteBuffer.wrap(buffer, 0, read));
            }
        } catch (SocketTimeoutException e) {
            // The last record holds no data.
        } catch (IOException e) {
            plain.end(e);
        } finally {
            encrypted = null;
        }
        return !handshake;
    }

    /** Counts the bytes of the complete records. Bytes that are no record count as complete, so that JSSE refuses them. */
    private boolean endsBeforeHandshake(byte[] bytes, int offset, int length) {
        complete = 0;
        while (complete < length) {
            int at = offset + complete;
            if (bytes[at] == HANDSHAKE) return true;
            if (length - complete < HEADER) return false;
            int record = HEADER + ((bytes[at + 3] & 0xFF) << 8) + (bytes[at + 4] & 0xFF);
            if (bytes[at] < FIRST_TYPE || bytes[at] > LAST_TYPE || record > LONGEST_RECORD) complete = length;
            else if (record > length - complete) return false;
            else complete += record;
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        return OneByte.of(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        int read = encrypted != null ? readComplete(buffer, offset, length) : watched != null ? readWatched(buffer, offset, length) : below.read(buffer, offset, length);
        for (int i = 0; i < read && beginning.length() < NotHttp.MAX_QUOTED; i++) beginning.append((char) (buffer[offset + i] & 0xFF));
        if (read < 0) ended = true;
        return read;
    }

    private int readComplete(byte[] buffer, int offset, int length) throws IOException {
        if (complete == 0) throw new NothingYet();
        int taken = encrypted.take(buffer, offset, Math.min(length, complete));
        complete -= Math.max(0, taken);
        return taken;
    }

    private int readWatched(byte[] buffer, int offset, int length) throws IOException {
        int taken = watched.takeEncrypted(buffer, offset, length);
        if (taken != 0) return taken;
        if (Reactor.isCurrent()) throw new NothingYet();
        if (watched.block()) taken = watched.takeEncrypted(buffer, offset, length);     // the selector thread may have received bytes meanwhile
        return taken != 0 ? taken : below.read(buffer, offset, length);
    }

    /** JSSE asks only before it closes the socket, in order to read what has arrived. */
    @Override
    public int available() throws IOException {
        if (watched == null) return below.available();
        int received = watched.encrypted();
        return received > 0 || watched.isWatched() ? received : below.available();
    }

    /** Whether the stream ended without a {@code close_notify}. */
    boolean ended() {
        return ended;
    }

    /** The first bytes of the input, if they are not TLS; otherwise empty. */
    Optional<String> otherProtocol() {
        try {
            while (!beginning.isEmpty() && beginning.length() < NotHttp.MAX_QUOTED && available() > 0 && read() >= 0) { }
        } catch (IOException e) {
            // The bytes read so far are enough.
        }
        return beginning.isEmpty() || NotHttp.isTls(beginning.toString()) ? Optional.empty() : Optional.of(beginning.toString());
    }

    /** There is no further complete record. */
    private static final class NothingYet extends SocketTimeoutException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;        // nobody reads the stack
        }
    }
}
