package io.github.passmatch.upstream;

import io.github.passmatch.upstream.connect.ConnectProgress;
import io.github.passmatch.upstream.connect.Connector;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.ConnectWait;
import io.github.passmatch.upstream.reactor.WouldWait;
import java.io.IOException;
import org.apache.hc.client5.http.impl.ConnectionHolder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** Sets up the connection of a leased endpoint: uses the kept connection that the pool gave, or opens a new one. */
final class ConnectionSetup {

    private final Upstream upstream;
    private final Attempt attempt;
    private final ConnectionEndpoint endpoint;
    private final LeaseVerdict.Reason insistOnNew;
    private UpstreamConnection connection;
    private LeaseVerdict.Reason found;      // null until the connection that the pool gave has been inspected
    private ConnectProgress progress;       // null until a connect has begun
    private long start;                     // of the connect

    /** @param insistOnNew why a kept connection must not be used, or null */
    ConnectionSetup(Upstream upstream, Attempt attempt, ConnectionEndpoint endpoint, LeaseVerdict.Reason insistOnNew) {
        this.insistOnNew = insistOnNew;
        this.upstream = upstream;
        this.attempt = attempt;
        this.endpoint = endpoint;
    }

    /**
     * Returns when {@link #connection} is connected.
     *
     * @return why the connection is a new one, or {@link LeaseVerdict.Reason#REUSED}
     */
    LeaseVerdict.Reason run() throws UpstreamFailure, ClientGone {
        if (found == null) found = look();
        if (found != LeaseVerdict.Reason.REUSED) connect();
        return found;
    }

    UpstreamConnection connection() {
        return connection;
    }

    /**
     * Begins to connect, if a new connection is necessary, and does not wait for that. {@link #run} continues.
     *
     * @return whether the connect is in progress, so that {@link #awaitConnected} makes sense
     */
    boolean beginConnect() {
        found = look();
        if (found == LeaseVerdict.Reason.REUSED) return false;
        beginProgress();
        boolean waits = upstream.connector().beginConnect(attempt.route(), progress);
        if (waits) attempt.guard().arm(upstream.settings().connectTimeout().toNanos());
        return waits;
    }

    private void beginProgress() {
        progress = new ConnectProgress(attempt.guard());
        start = System.nanoTime();
        attempt.guard().endBy(progress::abort);
    }

    /** @param resume called once, on a thread that must not wait, also before this method returns */
    void awaitConnected(Runnable resume) {
        ConnectWait wait = new ConnectWait(progress.channel(), () -> {
            attempt.guard().disarm();
            resume.run();
        });
        attempt.guard().endBy(() -> {
            progress.abort();
            wait.end();
        });
        upstream.reactor().begin(wait);     // from now on another thread owns the attempt
    }

    /** Ends a connect that was begun and is not needed. */
    void abort() {
        if (progress != null) progress.abort();
    }

    /** Inspects the connection that the pool gave, and closes the connection if it cannot be used. */
    private LeaseVerdict.Reason look() {
        LeaseVerdict.Reason reason = upstream.settings().reuse().pooled() ? LeaseVerdict.Reason.POOL_EMPTY : LeaseVerdict.Reason.RULE;
        if (endpoint.isConnected()) {
            connection = connectionOf(endpoint);
            connection.taken();
            reason = insistOnNew != null ? insistOnNew : connection.inspect(attempt.route(), upstream.now());
            if (reason != LeaseVerdict.Reason.REUSED) endpoint.close(CloseMode.GRACEFUL);
        } else {
            endpoint.close(CloseMode.IMMEDIATE);    // not connected, or a connection that has ended just now
            if (insistOnNew != null) reason = insistOnNew;
            else if (reason == LeaseVerdict.Reason.POOL_EMPTY) reason = upstream.lost().next().orElse(reason);
        }
        return reason;
    }

    static UpstreamConnection connectionOf(ConnectionEndpoint endpoint) {
        return (UpstreamConnection) ((ConnectionHolder) endpoint).get();
    }

    private void connect() throws UpstreamFailure, ClientGone {
        if (progress == null || !progress.hasBegun()) WouldWait.onSelector();
        HttpCoreContext context = HttpCoreContext.create();
        if (progress == null) beginProgress();
        context.setAttribute(Connector.ROUTE, attempt.route());
        context.setAttribute(Connector.PROGRESS, progress);
        try {
            upstream.manager().connect(endpoint, null, context);
            connection = connectionOf(endpoint);
        } catch (IOException e) {
            attempt.refuseIfEnded(progress.phase(), e);
            UpstreamFailure.Kind kind = Connector.kindOf(progress.phase(), e);
            if (kind != UpstreamFailure.Kind.NO_DESCRIPTOR) upstream.connectFailed();
            throw attempt.failure(kind, progress.phase(), upstream.settings().connectTimeout(), start, e);
        } finally {
            attempt.record().connected(System.nanoTime() - start);
        }
    }
}
