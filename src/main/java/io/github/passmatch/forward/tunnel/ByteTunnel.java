package io.github.passmatch.forward.tunnel;

import io.github.passmatch.forward.container.TunnelOwner;
import io.github.passmatch.upstream.OpenTunnel;
import io.github.passmatch.upstream.UpgradedConnection;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.reactor.TunnelEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connects a client and an upstream after a switch of protocols: two {@link Direction}s that do not wait for each other. The end of one direction is passed on, and the other one goes on, if the
 * connection of the client allows that. Ends also if there is no traffic for too long. Safe for concurrent use.
 */
public final class ByteTunnel implements OpenTunnel, TunnelOwner {

    /**
     * What is known from the request.
     *
     * @param client    the address of the client
     * @param path      as the client sent it
     * @param protocol  as the client wrote it
     * @param idleLimit zero: no limit
     * @param halfClose whether the end of one direction leaves the other one open
     */
    public record Facts(String client, String path, String protocol, Duration idleLimit, boolean halfClose) { }

    /** Is told once of the end, on a thread that may wait. */
    @FunctionalInterface
    public interface Listener {
        void ended(ExchangeResult why, long sent, long received);
    }

    private final UpgradedConnection upstream;
    private final Facts facts;
    private final Executor workers;
    private final Listener listener;
    private final long start = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile long lastTraffic = start;
    private volatile TunnelEnd client;      // null until the container has switched
    private volatile Direction toUpstream;
    private volatile Direction toClient;

    /** @param workers for what may wait */
    public ByteTunnel(UpgradedConnection upstream, Facts facts, Executor workers, Listener listener) {
        this.upstream = upstream;
        this.facts = facts;
        this.workers = workers;
        this.listener = listener;
    }

    @Override
    public void begin(TunnelEnd switched) {
        toUpstream = new Direction(this, switched, upstream.end(), Runnable::run);
        toClient = new Direction(this, upstream.end(), switched, switched.needsThreads() ? workers : Runnable::run);
        client = switched;
        if (over.get()) {
            close(switched);
            return;
        }
        toClient.signal();
        toUpstream.signal();
    }

    void traffic() {
        lastTraffic = System.nanoTime();
    }

    /** One direction has reached its end, and everything was passed on. */
    void ended(Direction direction, TunnelEnd to) {
        boolean isClients = direction == toUpstream;
        Direction other = isClients ? toClient : toUpstream;
        try {
            boolean isSecond = other.isOver();
            if (!isSecond && facts.halfClose() && to.shutdownOutput()) return;
            end(isSecond != isClients ? ExchangeResult.TUNNEL_CLIENT : ExchangeResult.TUNNEL_UPSTREAM);
        } catch (IOException e) {
            end(ExchangeResult.TUNNEL_BROKEN);
        }
    }

    void failed() {
        end(ExchangeResult.TUNNEL_BROKEN);
    }

    @Override
    public void end(ExchangeResult why) {
        if (!over.compareAndSet(false, true)) return;
        upstream.close();
        TunnelEnd switched = client;
        if (switched != null) close(switched);
        workers.execute(() -> listener.ended(why, sent(), received()));
    }

    private void close(TunnelEnd switched) {
        if (switched.needsThreads()) workers.execute(switched::close);
        else switched.close();
    }

    @Override
    public void lost() {
        end(ExchangeResult.TUNNEL_BROKEN);
    }

    @Override
    public void stopped() {
        end(ExchangeResult.TUNNEL_STOPPED);
    }

    @Override
    public void check() {
        if (!facts.idleLimit().isZero() && idle() >= facts.idleLimit().toNanos()) end(ExchangeResult.TUNNEL_IDLE);
    }

    @Override
    public String client() {
        return facts.client();
    }

    @Override
    public String path() {
        return facts.path();
    }

    @Override
    public String protocol() {
        return facts.protocol();
    }

    @Override
    public long age() {
        return System.nanoTime() - start;
    }

    @Override
    public long idle() {
        return System.nanoTime() - lastTraffic;
    }

    @Override
    public long sent() {
        return toUpstream == null ? 0 : toUpstream.bytes();
    }

    @Override
    public long received() {
        return toClient == null ? 0 : toClient.bytes();
    }
}
