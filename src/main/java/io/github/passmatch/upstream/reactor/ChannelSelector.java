package io.github.passmatch.upstream.reactor;

/** Watches channels, on one thread that must not wait. Safe for concurrent use. */
public interface ChannelSelector {

    /** Registers a channel that is in non-blocking mode, for reading. Takes effect later. */
    void register(WatchedChannel channel);

    /** Makes the selector remove cancelled keys; their file descriptors stay open until then. */
    void wakeUp();
}
