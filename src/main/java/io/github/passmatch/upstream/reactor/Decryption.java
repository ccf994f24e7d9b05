package io.github.passmatch.upstream.reactor;

/** Decrypts what a {@link WatchedChannel} receives. Called with the lock of the channel held, by the selector thread or by the owner of the connection; must not wait. */
public interface Decryption {

    /**
     * Decrypts the complete records, and appends their content. At the end of the connection, or if a record is not valid, {@code plain} is ended.
     *
     * @return false if a thread that may wait must read what comes next, because that is a handshake
     */
    boolean decrypt(ReceivedBytes encrypted, ReceivedBytes plain);
}
