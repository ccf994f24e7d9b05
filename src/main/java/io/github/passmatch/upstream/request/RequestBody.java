package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.outcome.ClientGone;
import java.util.List;

/** Supplies the body of an upstream request, piece by piece, to the thread that sends the request. */
public interface RequestBody {

    /** {@link #length()} of a request without a body, and without any field that announces one. */
    long NONE = -2;
    /** {@link #length()} of a body that is sent in chunks. */
    long CHUNKED = -1;

    /** No body. */
    RequestBody EMPTY = new RequestBody() {
        @Override
        public long length() {
            return NONE;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return -1;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean restart() {
            return true;
        }
    };

    /** The number of bytes, {@link #CHUNKED} or {@link #NONE}. */
    long length();

    /**
     * Reads some bytes, at least one.
     *
     * @return how many, or -1 at the end
     * @throws ClientGone if the client breaks off before the end
     */
    int read(byte[] buffer, int offset, int length) throws ClientGone;

    /** Whether {@link #read} never waits for the client: all bytes have been read from the client already, or there are none. */
    default boolean isReady() {
        return false;
    }

    /** The fields after a chunked body (RFC 9112 §7.1.2). Called after the body has been read to its end. */
    default List<Field> trailers() {
        return List.of();
    }

    /** Returns to the first byte, if all bytes that were read are still available; the result is whether it did. */
    boolean restart();
}
