package io.github.passmatch.upstream;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.connect.AddressCache;
import io.github.passmatch.upstream.connect.Connector;
import io.github.passmatch.upstream.connect.LostConnections;
import io.github.passmatch.upstream.connect.Pool;
import io.github.passmatch.upstream.connect.Slots;
import io.github.passmatch.upstream.connect.TlsClient;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.request.ConnectionRoute;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.ClientConnection;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.Guard;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * The connections of one rule: an HttpClient connection manager of its own, pooled or not. A rule that keeps no connections has one too,
 * so that {@code max} and {@code acquire} hold for it as well; its releases just never keep.
 */
public final class Upstream implements AutoCloseable {

    /** Pool bookkeeping outlives our own limit by this, so that ours is the one that is seen to act. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final UpstreamLifetime lifetime = new UpstreamLifetime();
    private final ErrorState error = new ErrorState();
    private final HttpRoute route;
    private final Pool manager;
    private final Logins logins;
    private final Slots slots;
    private final Watchdog watchdog;
    private final LongSupplier clock;
    private final Observer.OfRule observer;
    private final AtomicLong connectionIds = new AtomicLong();
    private final LostConnections lost = new LostConnections();
    private volatile Rule rule;

    /** @param clock nanoseconds, as {@link System#nanoTime}; what is kept and for how long is judged by it */
    Upstream(Rule rule, Watchdog watchdog, Reactor reactor, LongSupplier clock, Observer observer) {
        Destination destination = rule.destination().orElseThrow();
        this.rule = rule;
        ConnectionSettings settings = destination.connections();
        this.watchdog = watchdog;
        this.clock = clock;
        // One route for all: where it leads is in the context, because the authority may vary while max bounds the rule.
        this.route = new HttpRoute(destination.target().authority()
                .map(a -> new HttpHost(a.scheme(), a.host(), a.port())).orElse(new HttpHost("varying.invalid", 80)));
        this.manager = Pool.of(settings, new Connector(settings, new AddressCache(settings.addressTtl(), clock),
                destination.target().scheme().equals("https") ? new TlsClient(settings.tls()) : null), () -> "rule-" + this.rule.number() + "-" + connectionIds.incrementAndGet(), this::closedWhileIdle, this::removeClosed, reactor);
        this.slots = new Slots(settings.max());
        this.logins = new Logins(manager, route);
        if (settings.status().contains(WorkerFlag.IN_ERROR)) error.enter(settings, now());
        this.observer = observer.of(this);
    }

    /** The rule whose connections these are. */
    public Rule rule() {
        return rule;
    }

    /** How they are used. */
    public ConnectionSettings settings() {
        return rule.destination().orElseThrow().connections();
    }

    /** The same rule as another configuration has it: its number and its lines may have moved. */
    void servesFromNowOn(Rule same) {
        rule = same;
    }

    /** How long it is wanted. */
    UpstreamLifetime lifetime() {
        return lifetime;
    }

    /** Keeps no more connections; those in use may be used to the end. */
    void drain() {
        lifetime.drain(now());
        closeIdle();
    }

    /** Whether the rule is gone from the configuration, and only requests that had begun before still use it. */
    public boolean isDraining() {
        return lifetime.isDraining();
    }

    /** Closes all connections at once, those in use too. */
    void cut() {
        end();
        manager.close(CloseMode.IMMEDIATE);
        observer.closed();
    }

    /** Connections in use at this moment. */
    public int leased() {
        return manager.getTotalStats().getLeased();
    }

    /** Connections kept for the next request at this moment. */
    public int idle() {
        return manager.getTotalStats().getAvailable();
    }

    /** Requests that wait for a connection at this moment. */
    public int waiting() {
        return slots.waiting();
    }

    /** Who is told about them. */
    public Observer.OfRule observer() {
        return observer;
    }

    /** Starts the record of one request. */
    public ExchangeRecord begin() {
        return new ExchangeRecord(observer);
    }

    /** As {@link #open(UpstreamRequest, ResponseListener, ExchangeRecord)}, for who needs no notes. */
    public Exchange open(UpstreamRequest request, ResponseListener listener) throws UpstreamFailure, ClientGone {
        return open(request, listener, begin());
    }

    /**
     * Sends a request and reads the head of the answer. A request that met a dead connection is sent once more, on a new one, if
     * that can do no harm.
     *
     * @param listener who waits for the answer; called on the calling thread, and asked whether it has left on another
     * @param record   is filled while the request runs
     * @return the exchange, with the answer's body still to be read; to be closed by the caller, on the same thread
     * @throws UpstreamFailure if there is no answer to give to the client
     * @throws ClientGone      if the request body broke off, or the listener has left
     */
    public Exchange open(UpstreamRequest request, ResponseListener listener, ExchangeRecord record) throws UpstreamFailure, ClientGone {
        return send(request, listener, record).receive();
    }

    /** Sends a request: the first half of {@link #open(UpstreamRequest, ResponseListener, ExchangeRecord)}. */
    public PendingExchange send(UpstreamRequest request, ResponseListener listener, ExchangeRecord record) throws UpstreamFailure, ClientGone {
        error.refuseIfUnusable(settings(), now());
        refuseIfBlocked(request.target().authority());
        PendingExchange pending = new PendingExchange(this, request, listener, record);
        pending.send();
        return pending;
    }

    /** The request has been sent when this returns. */
    Exchange attempt(UpstreamRequest request, ResponseListener listener, Deadline total, LeaseVerdict.Reason insistOnNew, ExchangeRecord record)
            throws UpstreamFailure, ClientGone, DeadConnection {
        Guard guard = watchdog.guard(listener, total);
        String login = settings().reuse().pooled() ? logins.stateFor(request, listener) : null;
        Attempt attempt = new Attempt(settings(), request, ConnectionRoute.of(request, settings().egress()), listener, guard, record, login);
        Exchange exchange = null;
        boolean sent = false;
        try {
            exchange = new Exchange(this, attempt, Lease.of(manager, slots, route, attempt));
            exchange.send(insistOnNew);
            sent = true;
            return exchange;
        } finally {
            if (!sent && exchange != null) exchange.close();
            else if (!sent) guard.close();
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

    boolean keepsNone() {
        return lifetime.isEnding();
    }

    /**
     * Gives the connection back, to the pool if the verdict says so, else it is closed; and its slot.
     *
     * @param owner whom it belongs to, if it carries a login
     */
    void release(ConnectionEndpoint endpoint, UpstreamConnection connection, ReleaseVerdict verdict, Optional<ClientConnection> owner, CloseMode closeMode) {
        try {
            boolean keep = verdict.kept() && !keepsNone();
            if (keep) connection.keepFor(verdict.keepFor(), now());
            else endpoint.close(closeMode);
            if (keep && verdict.login()) logins.assign(connection, owner.orElseThrow());
            giveBack(endpoint, verdict.login() ? owner.orElseThrow().name() : null, verdict.keepFor());
            // Changed in between: the manager has not seen it among the idle ones. Nor need it be there now: who waited for it may have it already, and closes it.
            if (keep && keepsNone()) closeIdle();
        } finally {
            slots.give();
        }
    }

    private void giveBack(ConnectionEndpoint endpoint, String login, Optional<Duration> keepFor) {
        try {
            manager.release(endpoint, login, keepFor.map(limit -> TimeValue.ofMilliseconds(limit.plus(GRACE).toMillis())).orElse(TimeValue.NEG_ONE_MILLISECOND));
        } catch (IllegalStateException e) {
            if (!keepsNone()) throw e;      // else the manager was closed in between, which has closed all connections
        }
    }

    /** Some request met a server that logs in connections: says so, once. */
    void tellOfLogin(Authority authority, boolean keeps) {
        logins.tell(rule, keeps, authority::toString);
    }

    private void closeIdle() {
        manager.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** Closes kept connections that have been idle for too long, or whose client has ended. */
    void closeExpired() {
        manager.closeExpired();
        logins.sweep();
    }

    private void end() {
        lifetime.end();
        slots.close();
        logins.close();
    }

    /** Closes all connections. Who uses one sees it break, so that should be nobody, or somebody who has been told by his {@link Guard}. */
    @Override
    public void close() {
        end();
        manager.close(CloseMode.GRACEFUL);
        observer.closed();
    }
}
