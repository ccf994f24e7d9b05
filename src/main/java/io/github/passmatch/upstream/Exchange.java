package io.github.passmatch.upstream;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.http1.ReceivedResponse;
import io.github.passmatch.upstream.http1.ResponseHead;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict.Reason;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.Waiter;
import io.github.passmatch.upstream.request.LoginScheme;
import io.github.passmatch.upstream.request.UpstreamResponse;
import io.github.passmatch.upstream.time.ClientConnection;
import io.github.passmatch.upstream.time.KeepTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.io.CloseMode;

/**
 * Performs one request and its response on one connection. Owns the connection until {@link #close}, which keeps the connection only if
 * {@link #complete} was reached and no reason against it was found. One thread at a time may use it; {@link PendingExchange#await} says when that thread changes.
 */
public final class Exchange implements AutoCloseable {

    private final Upstream upstream;
    private final Attempt attempt;
    private final ConnectionEndpoint endpoint;
    private final ConnectionSetup setup;
    private UpstreamConnection connection;
    private LeaseVerdict leaseVerdict;
    private HeadExchange conversation;
    private UpstreamResponse response;
    private ResponseBody body;
    private Reason outcome = Reason.FAILED;
    private boolean isTunnel;
    private ReleaseVerdict releaseVerdict;
    private Optional<ClientConnection> owner = Optional.empty();    // of a connection on which a client is logged in

    /** @param insistOnNew why a kept connection must not be used, or null */
    Exchange(Upstream upstream, Attempt attempt, ConnectionEndpoint endpoint, LeaseVerdict.Reason insistOnNew) {
        this.upstream = upstream;
        this.attempt = attempt;
        this.endpoint = endpoint;
        this.setup = new ConnectionSetup(upstream, attempt, endpoint, insistOnNew);
    }

    /** See {@link PendingExchange#beginConnect}. */
    boolean beginConnect() {
        return setup.beginConnect();
    }

    /** See {@link PendingExchange#awaitConnected}. */
    void awaitConnected(Runnable resume) {
        setup.awaitConnected(resume);
    }

    /** Sends the request, on a kept or a new connection. */
    void send() throws UpstreamFailure, ClientGone, DeadConnection {
        LeaseVerdict.Reason found = setup.run();
        connection = setup.connection();
        connection.beginExchange();
        leaseVerdict = new LeaseVerdict(found, connection.exchanges(), connection.hasLogin());
        attempt.record().leased(leaseVerdict);
        attempt.guard().endBy(() -> connection.close(CloseMode.IMMEDIATE));
        attempt.guard().whileSending(connection::stopSendingIfAnswered);
        conversation = new HeadExchange(attempt, connection, leaseVerdict.reused());
        judgingFailures(conversation::send);
    }

    /** Reads the head of the final response. */
    void receive() throws UpstreamFailure, ClientGone, DeadConnection {
        judgingFailures(() -> {
            ResponseHead head = conversation.receive();
            attempt.record().answered();
            body = new ResponseBody(attempt, connection, head);
            response = head.response();
        });
    }

    @FunctionalInterface
    private interface Half {
        void run() throws UpstreamFailure, ClientGone, DeadConnection;
    }

    private void judgingFailures(Half half) throws UpstreamFailure, ClientGone, DeadConnection {
        try {
            half.run();
        } catch (ClientGone e) {
            clientGone();
            throw e;
        } catch (DeadConnection e) {
            outcome = Reason.DIED;
            throw e;
        }
    }

    /** See {@link PendingExchange#await}. The limit of the wait begins now. */
    boolean await(Waiter waiter) {
        if (!conversation.beginWait()) return false;
        try {
            return connection.await(waiter);
        } catch (IOException e) {
            return false;       // the next read reports the fault
        }
    }

    boolean isWhole(int maxBody, IntPredicate status) {
        return !attempt.request().method().equals("HEAD") && connection.received((bytes, offset, length) -> new ReceivedResponse(bytes, offset, length).isWhole(maxBody, status));
    }

    /** The head of the final response. */
    public UpstreamResponse response() {
        return response;
    }

    /** Whether the upstream has switched the connection to the protocol for which the request asks: then only {@link #upgrade} is allowed. */
    public boolean isUpgraded() {
        return response.status() == 101;
    }

    /**
     * Takes the connection out of this exchange, to serve a tunnel. After that, {@link #close} does nothing: the result owns the connection.
     *
     * @throws UpstreamFailure if the connection was closed meanwhile
     */
    public UpgradedConnection upgrade() throws UpstreamFailure {
        long start = System.nanoTime();
        try {
            attempt.guard().close();
            if (attempt.guard().ended()) attempt.refuseIfEnded(Phase.HEAD, null);
            UpgradedConnection upgraded = new UpgradedConnection(upstream, this::endTunnel, connection.tunnel());
            isTunnel = true;
            return upgraded;
        } catch (IOException e) {
            throw attempt.failure(UpstreamFailure.Kind.BODY, Phase.BODY, attempt.settings().timeout(), start, e);
        }
    }

    /** Called once, on any thread; {@link #close} may run at the same time on the thread of the request. */
    private void endTunnel() {
        outcome = Reason.UPGRADED;
        release();
    }

    /** The rule of the upstream. */
    public Rule rule() {
        return upstream.rule();
    }

    /** How the connection was obtained. */
    public LeaseVerdict leaseVerdict() {
        return leaseVerdict;
    }

    /** Whether the connection was kept, and why. Only after {@link #close}. */
    public ReleaseVerdict releaseVerdict() {
        return releaseVerdict;
    }

    /** Whether a part of the body has not been read yet. */
    public boolean hasBody() {
        return body.isOpen();
    }

    /** How many bytes of the body have not been read yet; negative if that is not known. */
    public long bodyLeft() {
        return body.left();
    }

    /**
     * Reads a part of the body, and waits for it if necessary.
     *
     * @return how many bytes, or -1 at the end of the body
     * @throws UpstreamFailure kind {@code BODY} if the body breaks off, {@code BODY_TIMEOUT} if nothing arrives within {@code timeout}
     * @throws ClientGone      if the client has left
     */
    public int read(byte[] buffer) throws UpstreamFailure, ClientGone {
        try {
            return body.read(buffer);
        } catch (ClientGone e) {
            clientGone();
            throw e;
        }
    }

    /** Whether the next {@link #read} would probably wait for the upstream. */
    public boolean wouldWait() {
        return body.wouldWait();
    }

    /**
     * Reads the body and discards it, so that the connection may be kept; stops if the body is long or slow.
     *
     * @param maxBytes most bytes to read
     * @param limit    limit of the wait for each piece of the body
     * @return whether the end of the body was reached
     */
    public boolean drain(int maxBytes, Duration limit) {
        return body.drain(maxBytes, limit);
    }

    /** The trailer fields after a chunked body (RFC 9112 §7.1.2), as received; empty until the body has been read to its end. */
    public List<Field> trailers() {
        return body.trailers();
    }

    /** To be called when the response has been passed on: the connection may be kept, unless another reason forbids it. */
    public void complete() {
        boolean login = connection.hasLogin() || LoginScheme.isIn(attempt.request()) || LoginScheme.isIn(response);
        if (login) noteLogin();
        outcome = body.isOpen() ? Reason.BODY_UNREAD : judge();
        if (login && outcome == Reason.KEPT && owner.isEmpty()) outcome = Reason.CONNECTION_LOGIN;
    }

    private void noteLogin() {
        connection.carriesLogin();
        owner = attempt.listener().connection().filter(ClientConnection::lasts);
        upstream.tellOfLogin(attempt.request().target().authority(), attempt.mayKeep());
    }

    /** To be called when the client has left: the rest of the response is not needed. */
    public void clientGone() {
        outcome = Reason.CLIENT_GONE;
    }

    private Reason judge() {
        if (!upstream.settings().reuse().pooled()) return Reason.RULE;
        if (!attempt.mayKeep()) return Reason.VARIABLE;
        if (response.lists("Connection", "close")) return Reason.UPSTREAM_SAID_CLOSE;
        if (response.minorVersion() == 0) return Reason.HTTP_1_0;
        if (body.endsWithConnection()) return Reason.NO_LENGTH;
        if (connection.headWasDoubtful() || response.isFramedTwice()) return Reason.AMBIGUOUS_LENGTH;
        if (!conversation.requestSent() || connection.sendingStopped()) return Reason.REQUEST_UNSENT;
        if (connection.buffered() > 0) return Reason.EXTRA_BYTES;
        return upstream.lifetime().isEnding() ? Reason.SHUT_DOWN : Reason.KEPT;
    }

    /** Gives the connection back to the pool, or closes the connection if it cannot be kept. */
    @Override
    public void close() {
        if (releaseVerdict == null && !isTunnel) release();
    }

    private void release() {
        attempt.guard().close();
        if (connection == null) setup.abort();
        boolean kept = outcome == Reason.KEPT && !attempt.guard().ended();    // the watchdog closes the socket
        if (!kept && outcome == Reason.KEPT) outcome = Reason.FAILED;
        releaseVerdict = kept ? keptVerdict() : ReleaseVerdict.closed(outcome);
        attempt.record().released(releaseVerdict);
        upstream.releases().release(endpoint, connection, releaseVerdict, owner, endedWell() ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
    }

    private ReleaseVerdict keptVerdict() {
        Optional<Duration> keepFor = KeepTime.of(response, upstream.settings().ttl());
        return owner.isPresent() ? ReleaseVerdict.keptForLogin(keepFor) : ReleaseVerdict.kept(keepFor);
    }

    private boolean endedWell() {
        return response != null && !body.isOpen() && conversation.requestSent() && outcome != Reason.CLIENT_GONE;
    }
}
