package io.github.passmatch.upstream.http1;

import java.io.IOException;
import java.io.InputStream;

/** Reads single bytes from streams that read arrays. */
public final class OneByte {

    private OneByte() { }

    /** What {@link InputStream#read()} must return, by {@link InputStream#read(byte[], int, int)} of the same stream. */
    public static int of(InputStream in) throws IOException {
        byte[] one = new byte[1];
        return in.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
