package io.github.passmatch.upstream.reactor;

import java.io.IOException;

/** Encrypts what a {@link TunnelChannel} sends, and keeps what the send buffer does not accept. */
public interface Encryption {

    /** Sends bytes, without waiting. */
    void write(byte[] buffer, int length) throws IOException;

    /** Sends what was kept, as far as possible without waiting; returns whether nothing is left. */
    boolean flush() throws IOException;

    /** Sends the end of the output ({@code close_notify}). */
    void end() throws IOException;
}
