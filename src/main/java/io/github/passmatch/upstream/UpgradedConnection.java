package io.github.passmatch.upstream;

import io.github.passmatch.upstream.reactor.TunnelChannel;
import io.github.passmatch.upstream.reactor.TunnelEnd;
import java.util.concurrent.atomic.AtomicBoolean;

/** Owns the connection to an upstream after a switch of protocols. Must be closed, on any thread; this closes the connection and frees its slot. */
public final class UpgradedConnection implements AutoCloseable {

    private final Upstream upstream;
    private final Runnable release;
    private final TunnelChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile OpenTunnel tunnel;

    UpgradedConnection(Upstream upstream, Runnable release, TunnelChannel channel) {
        this.upstream = upstream;
        this.release = release;
        this.channel = channel;
    }

    /** The end of the tunnel at the upstream. */
    public TunnelEnd end() {
        return channel;
    }

    /** From now on the tunnel is listed, and ended by {@link OpenTunnel#end} if the proxy is stopped, or some time after the rule was removed. */
    public void serves(OpenTunnel begun) {
        tunnel = begun;
        upstream.begins(begun);
        if (closed.get()) upstream.ended(begun);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        release.run();
        OpenTunnel served = tunnel;
        if (served != null) upstream.ended(served);
    }
}
