package io.github.passmatch.upstream.http1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Detects the end of the stream, which HttpCore's line reader treats as the end of a line. */
final class EndDetectingStream extends InputStream {

    private InputStream in = InputStream.nullInputStream();
    private boolean ended;

    /** Reads {@code stream} from now on. */
    EndDetectingStream over(InputStream stream) {
        if (in != stream) ended = false;
        in = Objects.requireNonNull(stream, "stream");
        return this;
    }

    /** Whether the end has been reached. */
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        return note(in.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return note(in.read(buffer, offset, length));
    }

    private int note(int read) {
        if (read < 0) ended = true;
        return read;
    }
}
