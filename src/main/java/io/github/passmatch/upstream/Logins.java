package io.github.passmatch.upstream;

import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.request.LoginScheme;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.ClientConnection;
import io.github.passmatch.upstream.time.ResponseListener;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;

/**
 * Keeps the connections of one rule on which a client is logged in ({@link LoginScheme}). Each belongs to one client connection and is closed when the client connection ends. The
 * name of the client connection is the state of the connection in the pool, so that no other client gets it.
 */
final class Logins implements AutoCloseable {

    private static final Logger LOG = Loggers.of(Logins.class);

    private final PoolingHttpClientConnectionManager manager;
    private final HttpRoute route;
    private final Map<String, Owned> owned = new ConcurrentHashMap<>();
    private final AtomicBoolean told = new AtomicBoolean();

    Logins(PoolingHttpClientConnectionManager manager, HttpRoute route) {
        this.manager = manager;
        this.route = route;
    }

    private record Owned(UpstreamConnection connection, ClientConnection owner) { }

    /** The state of the connections with a login that a request may use; null if there are none. Connections without a login are always allowed. */
    String stateFor(UpstreamRequest request, ResponseListener listener) {
        boolean begins = LoginScheme.isIn(request);
        if (!begins && owned.isEmpty()) return null;
        return listener.connection().map(ClientConnection::name).filter(name -> begins || owned.containsKey(name)).orElse(null);
    }

    /** From now on {@code connection} serves only this client connection. To be called before {@code connection} is given back to the pool. */
    void assign(UpstreamConnection connection, ClientConnection owner) {
        Owned before = owned.get(owner.name());
        if (before != null && before.connection() == connection) return;
        owner.follow();
        Owned replaced = owned.put(owner.name(), new Owned(connection, owner));
        if (replaced != null) replaced.owner().close();
    }

    /** Removes connections that are closed, and closes those of client connections that have ended. */
    void sweep() {
        owned.forEach((name, one) -> {
            boolean ended = one.owner().hasEnded();
            if (!ended && !one.connection().isClosed() || !owned.remove(name, one)) return;
            one.owner().close();
            if (ended) closeKept(name, one.connection());
        });
    }

    /** Closes an idle connection. A connection that is in use is assigned again at its release. */
    private void closeKept(String name, UpstreamConnection connection) {
        try {
            ConnectionEndpoint endpoint = manager.lease("", route, Timeout.ONE_MILLISECOND, name).get(Timeout.ONE_MILLISECOND);
            // The pool may give a different connection if this one is closed already; that is closed too, because its keep time is not known here.
            endpoint.close(CloseMode.GRACEFUL);
            manager.release(endpoint, null, TimeValue.NEG_ONE_MILLISECOND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            connection.close(CloseMode.GRACEFUL);
        } catch (IllegalStateException e) {
            // The manager and all its connections are closed.
        }
    }

    /** Logs, once, what such logins mean for the rule. */
    void tell(Rule rule, boolean keeps, Supplier<String> authority) {
        if (!told.compareAndSet(false, true)) return;
        String consequence = keeps ? "each such connection serves one client connection only and is closed with it, because the upstream would take the next client for the same user; "
                + "so clients share fewer connections: if possible, let the upstream authenticate each request (Basic, Bearer, form)"
                : "that takes several requests on one connection, and none is kept: add enablereuse=on to the rule, otherwise no login can succeed";
        LOG.warn("rule {} ({}): {} logs in connections, not requests (NTLM, Negotiate): {}", rule.number(), rule.place().fileAndLine(), authority.get(), consequence);
    }

    @Override
    public void close() {
        owned.values().forEach(one -> one.owner().close());
        owned.clear();
    }
}
