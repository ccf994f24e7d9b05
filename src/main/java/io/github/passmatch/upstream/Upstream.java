package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.connect.AddressCache;
import io.github.passmatch.upstream.connect.Connector;
import io.github.passmatch.upstream.connect.IdleConnection;
import io.github.passmatch.upstream.connect.LostConnections;
import io.github.passmatch.upstream.connect.Pool;
import io.github.passmatch.upstream.connect.Slots;
import io.github.passmatch.upstream.connect.TlsClient;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.Guard;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/**
 * Owns the connections of one rule: each rule has one HttpClient connection manager, pooled or not. A rule that keeps no connections has one too,
 * so that {@code max} and {@code acquire} apply; its connections are closed at every release.
 */
public final class Upstream implements AutoCloseable {

    private final UpstreamLifetime lifetime = new UpstreamLifetime();
    private final ErrorState error;
    private final HttpRoute route;
    private final Pool manager;
    private final Connector connector;
    private final Reactor reactor;
    private final Logins logins;
    private final Slots slots;
    private final Releases releases;
    private final Watchdog watchdog;
    private final LongSupplier clock;
    private final Observer.OfRule observer;
    private final AtomicLong connectionIds = new AtomicLong();
    private final LostConnections lost = new LostConnections();
    private final Set<OpenTunnel> tunnels = ConcurrentHashMap.newKeySet();
    private volatile Runnable unused = () -> { };
    private volatile Duration drainTime = UpstreamLifetime.DRAIN_LIMIT;
    private volatile Rule rule;

    /** @param clock nanoseconds, as {@link System#nanoTime}; used for the times of idle connections */
    Upstream(Rule rule, Watchdog watchdog, Reactor reactor, LongSupplier clock, Observer observer) {
        Destination destination = rule.destination().orElseThrow();
        this.rule = rule;
        this.error = new ErrorState(rule);
        ConnectionSettings settings = destination.connections();
        this.watchdog = watchdog;
        this.clock = clock;
        // One route for all connections: the context holds the real address, because the authority may vary and max limits the rule as a whole.
        this.route = new HttpRoute(destination.target().authority()
                .map(a -> new HttpHost(a.scheme(), a.host(), a.port())).orElse(new HttpHost("varying.invalid", 80)));
        this.reactor = reactor;
        this.connector = new Connector(settings, new AddressCache(settings.addressTtl(), clock), Authority.isTls(destination.target().scheme()) ? new TlsClient(settings.tls()) : null);
        this.manager = Pool.of(settings, connector, () -> "rule-" + this.rule.number() + "-" + connectionIds.incrementAndGet(), this::closedWhileIdle, this::removeClosed, reactor);
        this.slots = new Slots(settings.max());
        this.logins = new Logins(manager, route);
        this.releases = new Releases(manager, slots, logins, lifetime, clock);
        if (settings.status().contains(WorkerFlag.IN_ERROR)) error.enter(settings, now());
        this.observer = observer.of(this);
    }

    /** The rule whose connections these are. */
    public Rule rule() {
        return rule;
    }

    /** How the connections are used. */
    public ConnectionSettings settings() {
        return rule.destination().orElseThrow().connections();
    }

    /** Takes the same rule from a new configuration: its number and its lines may have changed. */
    void servesFromNowOn(Rule same) {
        rule = same;
    }

    /** Which configurations still use this upstream. */
    UpstreamLifetime lifetime() {
        return lifetime;
    }

    /** The tunnels that are open at this moment, in no order. */
    public Collection<OpenTunnel> tunnels() {
        return tunnels;
    }

    /** Sets what happens when no configuration and no tunnel use this upstream any more. */
    void whenUnused(Runnable then) {
        unused = then;
    }

    /** A tunnel begins: the upstream stays open for that, also if no configuration uses it any more. */
    void begins(OpenTunnel tunnel) {
        lifetime.hold();
        tunnels.add(tunnel);
        if (lifetime.isEnded()) tunnel.end(ExchangeResult.TUNNEL_STOPPED);
    }

    void ended(OpenTunnel tunnel) {
        if (tunnels.remove(tunnel) && lifetime.letGo()) unused.run();
    }

    private void endTunnels(ExchangeResult why) {
        for (OpenTunnel tunnel : tunnels) tunnel.end(why);
    }

    /** Sets how long requests and tunnels may go on when the rule is removed: {@code draintime} of the balancer. By default five minutes. */
    public void drainsFor(Duration time) {
        drainTime = time;
    }

    /**
     * Ends all tunnels, and closes all connections, also those in use; new ones may be made later. Does not wait.
     *
     * @return the number of tunnels and of other connections in use that were ended
     */
    public int endDrained() {
        int ended = tunnels.size();
        endTunnels(ExchangeResult.TUNNEL_DRAINED);
        releases.closeIdle();
        return ended + manager.cutLeased();
    }

    /** Keeps no more connections; those in use may be used until their release. */
    void drain() {
        drain(drainTime);
    }

    /**
     * The same with a limit of its own.
     *
     * @param limit then all connections are cut
     */
    void drain(Duration limit) {
        lifetime.drain(now(), limit);
        releases.closeIdle();
    }

    /** Whether the rule was removed from the configuration, and only requests that began earlier still use this upstream. */
    public boolean isDraining() {
        return lifetime.isDraining();
    }

    /** Closes all connections at once, also those in use. */
    void cut() {
        end(ExchangeResult.TUNNEL_DRAINED);
        manager.close(CloseMode.IMMEDIATE);
        observer.closed();
    }

    /** Connections in use at this moment. */
    public int leased() {
        return manager.getTotalStats().getLeased();
    }

    /** Idle connections at this moment. */
    public int idle() {
        return manager.getTotalStats().getAvailable();
    }

    /** The idle connections at this moment, at most {@code most} of them, in no order. */
    public List<IdleConnection> idleConnections(int most) {
        return manager.idle(most);
    }

    /** Requests that wait for a connection at this moment. */
    public int waiting() {
        return slots.waiting();
    }

    /** Receives the events of this rule. */
    public Observer.OfRule observer() {
        return observer;
    }

    /** Starts the record of one request. */
    public ExchangeRecord begin() {
        return new ExchangeRecord(observer);
    }

    /** Sends a request, and reads the head of the response on the calling thread. */
    public Exchange open(UpstreamRequest request, ResponseListener listener) throws UpstreamFailure, ClientGone {
        PendingExchange pending = prepare(request, listener, begin());
        pending.send();
        return pending.receive();
    }

    /**
     * Begins an exchange, and asks for a connection. Does not wait.
     *
     * @param listener is told of interim responses on the thread that receives the response, and asked on a different thread whether the client has left
     * @param record   is filled while the request runs
     * @return the exchange, whose request is to be sent; to be closed by the caller
     * @throws UpstreamFailure if the upstream cannot be used
     */
    public PendingExchange prepare(UpstreamRequest request, ResponseListener listener, ExchangeRecord record) throws UpstreamFailure {
        error.refuseIfUnusable(settings(), now());
        refuseIfBlocked(request.target().authority());
        return new PendingExchange(this, request, listener, record);
    }

    /** Begins an attempt: asks for a slot, and does not wait. */
    Lease lease(UpstreamRequest request, ResponseListener listener, Deadline total, ExchangeRecord record) {
        String login = settings().reuse().pooled() ? logins.stateFor(request, listener) : null;
        ConnectionRoute to = ConnectionRoute.of(request, settings().egress());
        return new Lease(slots, new Attempt(settings(), request, to, listener, watchdog.guard(listener, total), record, login));
    }

    /** Waits for the slot if necessary. */
    Exchange begin(Lease lease, LeaseVerdict.Reason insistOnNew) throws UpstreamFailure, ClientGone {
        boolean done = false;
        try {
            Exchange exchange = new Exchange(this, lease.attempt(), lease.get(manager, route), insistOnNew);
            done = true;
            return exchange;
        } finally {
            if (!done) lease.attempt().guard().close();
        }
    }

    /** The request has been sent when this returns. */
    static Exchange send(Exchange exchange) throws UpstreamFailure, ClientGone, DeadConnection {
        boolean sent = false;
        try {
            exchange.send();
            sent = true;
            return exchange;
        } finally {
            if (!sent) exchange.close();
        }
    }

    private void refuseIfBlocked(Authority authority) throws UpstreamFailure {
        Optional<String> word = settings().egress().blocks(authority.host());
        if (word.isPresent()) throw new UpstreamFailure(UpstreamFailure.Kind.BLOCKED, authority + " is forbidden by ProxyBlock " + word.get(), null);
    }

    void connectFailed() {
        error.enter(settings(), now());
    }

    PoolingHttpClientConnectionManager manager() {
        return manager;
    }

    Connector connector() {
        return connector;
    }

    Reactor reactor() {
        return reactor;
    }

    long now() {
        return clock.getAsLong();
    }

    private void closedWhileIdle(UpstreamConnection connection) {
        lost.note(connection, now());
    }

    private void removeClosed() {
        manager.removeClosed();
    }

    LostConnections lost() {
        return lost;
    }

    Releases releases() {
        return releases;
    }

    /** A request met a server that authenticates connections: logs that, once. */
    void tellOfLogin(Authority authority, boolean keeps) {
        logins.tell(rule, keeps, authority::toString);
    }

    /** Closes idle connections that have reached their limit, or that belong to a client connection that has ended. */
    void closeExpired() {
        manager.closeExpired();
        logins.sweep();
        for (OpenTunnel tunnel : tunnels) tunnel.check();
    }

    private void end(ExchangeResult ofTunnels) {
        lifetime.end();
        endTunnels(ofTunnels);
        slots.close();
        logins.close();
    }

    /** Closes all connections. An exchange that still uses one fails; its {@link Guard} must have been told before. */
    @Override
    public void close() {
        end(ExchangeResult.TUNNEL_STOPPED);
        manager.close(CloseMode.GRACEFUL);
        observer.closed();
    }
}
