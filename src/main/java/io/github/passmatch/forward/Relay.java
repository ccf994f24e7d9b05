package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.FailureStatus;
import io.github.passmatch.forward.answer.ResponseHead;
import io.github.passmatch.forward.answer.ServerFields;
import io.github.passmatch.forward.answer.ServerTiming;
import io.github.passmatch.forward.body.BodyRelay;
import io.github.passmatch.forward.body.ClientBody;
import io.github.passmatch.forward.body.SpooledBody;
import io.github.passmatch.forward.body.Trailers;
import io.github.passmatch.forward.container.ClientSwitch;
import io.github.passmatch.forward.member.MemberAttempts;
import io.github.passmatch.forward.tunnel.ByteTunnel;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.Upgrades;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.Exchange;
import io.github.passmatch.upstream.PendingExchange;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.request.RequestOptions;
import io.github.passmatch.upstream.request.UpgradeOffer;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.request.UpstreamResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/** Passes one request on to an upstream, and the response on to the client. The caller answers failures. */
final class Relay implements AutoCloseable {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    /** The limits for reading the body of an overridden answer, after which the connection can be kept (departure 19). */
    private static final int OVERRIDDEN_BODY_BYTES = 64 * 1024;
    private static final Duration OVERRIDDEN_BODY_WAIT = Duration.ofMillis(250);

    private final Forwarder forwarder;
    private final MemberAttempts members;      // null without a balancer
    private Upstream upstream;                  // with a balancer: of the member that was chosen last
    private Match.Forwarded match;              // with a balancer: to that member
    private final RoutingDecision decision;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final ExchangeReport report;
    private final ServerFields fieldWriters;
    private SpooledBody spooled;
    private volatile WaitingClient client;
    private UpstreamRequest upstreamRequest;
    private volatile PendingExchange pending;   // null: not prepared, or no member is usable yet
    private Executor workers = Runnable::run;
    private boolean switched;

    /** @param members null if the rule has one upstream */
    Relay(Forwarder forwarder, Upstream upstream, MemberAttempts members, Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report) {
        this.forwarder = forwarder;
        this.upstream = upstream;
        this.members = members;
        this.match = match;
        this.decision = decision;
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        this.report = report;
        this.fieldWriters = forwarder.fields(decision);
    }

    /** Prepares the upstream request, and asks for a connection. */
    void prepare() throws UpstreamFailure, IOException, BadRequest {
        Environment environment = decision.environment();
        forwarder.missing().lookAt(match.rule(), this::allowsUpgrades, clientRequest);
        boolean passesExpect = RequestOptions.passesExpect(decision);
        List<Field> requestFields = fieldWriters.request().of(match.target(), decision, passesExpect);
        boolean prefetch = !passesExpect && !environment.has(ProxyVariable.PREFETCH_NONBLOCKING);
        RequestBody body = ClientBody.of(clientRequest, decision.scope().bodyLimit(), prefetch);
        Trailers.announce(clientRequest, body, requestFields);
        spooled = mustSpool(body, environment) ? SpooledBody.of(body) : null;
        client = new WaitingClient(forwarder.clientWatch(), clientRequest, clientResponse, interimStatuses(environment));
        upstreamRequest = new UpstreamRequest(clientRequest.getMethod(), match.target(), report.span().begins(match.target(), requestFields), spooled != null ? spooled : body,
                RequestOptions.of(decision, passesExpect, () -> forwarder.clientConnections().isNew(clientRequest)), Optional.ofNullable(decision.request().host()).map(Authority::hostOf), Optional.empty());
        lease();
    }

    /** Asks for a connection; with a balancer, to the member that is chosen now, if one is usable. */
    private void lease() throws UpstreamFailure {
        if (members != null) {
            if (!members.choose()) return;
            upstream = members.upstream();
            match = new Match.Forwarded(match.rule(), members.target());
            upstreamRequest = upstreamRequest.to(match.target(), !decision.scope().switches().preservesHost());
            report.sendsTo(upstream, match.target());
        }
        upstreamRequest = upstreamRequest.upgrading(UpgradeOffer.of(upgrades(), decision));
        if (members != null) members.choice().setVariables(decision.environment());     // after the request was built: RequestHeader does not see them, as in httpd
        pending = upstream.prepare(upstreamRequest, client, report.record());
    }

    /** What the rule allows, or the member that was chosen last. */
    private Upgrades upgrades() {
        return upstream.settings().protocol().upgrades();
    }

    private boolean allowsUpgrades() {
        return members == null ? !upgrades().areNone() : !members.upgrades().isEmpty();
    }

    /** Whether the answer may be a switch of protocols that is possible only on the present thread. */
    boolean needsContainerThread() {
        boolean mayOffer = members == null ? UpgradeOffer.of(upgrades(), decision).isPresent() : members.upgrades().stream().anyMatch(allowed -> UpgradeOffer.of(allowed, decision).isPresent());
        return mayOffer && ClientSwitch.of(clientRequest, forwarder.container()).needsContainerThread();
    }

    /** Sets the threads for what may wait in a tunnel. */
    void continueOn(Executor threads) {
        workers = threads;
    }

    /** Whether the request can be sent; otherwise the client was answered. */
    boolean isPrepared() {
        return upstreamRequest != null;
    }

    /** Whether {@link #send} would have to wait for a connection, or for a member. */
    boolean isQueued() {
        return pending == null || pending.isQueued();
    }

    /** See {@link ForwardedRequest#awaitConnection}. */
    void awaitConnection(Runnable resume) {
        if (pending == null) members.await(client, resume);
        else pending.awaitConnection(resume);
    }

    /** The exchange; only after {@link #isQueued} was false. */
    PendingExchange pending() {
        return pending;
    }

    boolean beginConnect() {
        return pending != null && pending.beginConnect();
    }

    /** Whether a thread has to wait after a connection was leased. */
    boolean needsThread() {
        return pending != null && pending.needsThread();
    }

    /** Returns when the request was sent, to whichever member. */
    void sendAndWait() throws UpstreamFailure, ClientGone {
        boolean sent;
        do sent = send();
        while (!sent);
    }

    /**
     * Sends the request, and waits if necessary.
     *
     * @return false if another member was chosen, or none yet: then this method is to be called again
     */
    boolean send() throws UpstreamFailure, ClientGone {
        if (pending == null) {
            members.endPause(client);
            lease();
            return false;
        }
        try {
            pending.send();
            return true;
        } catch (UpstreamFailure e) {
            failOver(e);
            return false;
        }
    }

    /** Turns to another member after a failure, or throws the failure. */
    void failOver(UpstreamFailure failure) throws UpstreamFailure {
        if (members == null || pending == null || !members.failsOver(failure, upstreamRequest, FailureStatus.of(failure.kind()))) throw failure;
        report.triesAnother(failure);
        pending.close();
        pending = null;
        lease();
    }

    /** Ends the wait, because the client has left or has cancelled the request. On any thread. */
    void clientLeft() {
        WaitingClient waiting = client;
        if (waiting != null) waiting.leave();
    }

    /** Ends all waits because the proxy is being stopped. On any thread. */
    void abort() {
        PendingExchange present = pending;
        if (present != null) present.abort();
        if (members != null) members.abort();
    }

    /** With a balancer, the request may be sent again; then this thread waits. */
    private Exchange receive(boolean atOnce) throws UpstreamFailure, ClientGone {
        if (members == null) return pending.receive();
        while (true) {
            try {
                Exchange exchange = pending.receive();
                members.answered(exchange.response().status());
                return exchange;
            } catch (UpstreamFailure e) {
                if (atOnce) throw e;
                failOver(e);
                sendAndWait();
            }
        }
    }

    /** Whether {@link #answer} can pass on the response without waiting for the upstream, and the body has at most {@code maxBody} bytes, so that it need not wait for the client either. */
    boolean isWhole(int maxBody) {
        return pending.isWhole(maxBody, status -> !decision.scope().errors().overrides(status));
    }

    /** @param atOnce no step may wait: the complete response was received, and fits the container's buffer */
    void answer(boolean atOnce) throws UpstreamFailure, IOException, BadRequest {
        try (Exchange exchange = receive(atOnce)) {
            if (exchange.isUpgraded()) {
                switchProtocols(exchange);
                return;
            }
            if (decision.scope().errors().overrides(exchange.response().status()) && !(clientRequest instanceof LocalGet)) {
                override(exchange);
                report.ends(ExchangeResult.ANSWERED);
                return;
            }
            fieldWriters.response().copy(exchange.response(), decision, clientRequest, clientResponse, atOnce);
            forwarder.missing().lookAt(match, exchange.response(), decision.request().host(), clientRequest, clientResponse);
            completeHead(exchange.response());
            Trailers.Relay trailers = new Trailers.Relay(exchange.response(), clientRequest, clientResponse);
            BodyRelay.relay(exchange, clientResponse, forwarder.container().traits().flushesAnswer(), trailers, upstream.settings().ioBufferSize());
            if (ResponseHead.isAll(exchange.response().status(), clientRequest)) BodyRelay.sendHead(exchange, clientResponse);
            report.ends(ExchangeResult.ANSWERED);
            LOG.debug("rule {}: {} {}, {}", upstream.rule().number(), match.target(), exchange.leaseVerdict(), exchange.releaseVerdict());
        }
    }

    /** Adds the fields of the proxy itself to those of the upstream. */
    private void completeHead(UpstreamResponse response) throws BadRequest {
        if (members != null) members.cookie(clientRequest.getContextPath(), clientRequest.isSecure()).ifPresent(value -> clientResponse.addHeader("Set-Cookie", value));
        ServerTiming.add(report.record(), decision, clientRequest, clientResponse);
        ResponseHead.requireFits(response, clientRequest, clientResponse);
    }

    /** As in httpd, except that {@code Header} lines count too. */
    private void switchProtocols(Exchange exchange) throws UpstreamFailure, IOException, BadRequest {
        fieldWriters.response().copy(exchange.response(), decision, clientRequest, clientResponse, false);
        completeHead(exchange.response());
        boolean halfClose = !decision.environment().has(ProxyVariable.NO_HALF_CLOSE);
        var facts = new ByteTunnel.Facts(report.client(), report.path(), upstreamRequest.upgrade().orElseThrow(), upgrades().idle(), halfClose);
        new ProtocolSwitch(clientRequest, clientResponse, forwarder.container(), workers).run(exchange.upgrade(), facts, members, report);
        switched = true;
    }

    /** {@code ProxyErrorOverride}: only {@code WWW-Authenticate} of the upstream's response is passed on. */
    private void override(Exchange exchange) throws IOException {
        int status = exchange.response().status();
        if (exchange.drain(OVERRIDDEN_BODY_BYTES, OVERRIDDEN_BODY_WAIT)) exchange.complete();
        exchange.close();
        LOG.debug("rule {}: {} overridden, {}, {}", exchange.rule().number(), status, exchange.leaseVerdict(), exchange.releaseVerdict());
        List<Field> kept = status != 401 ? List.of() : exchange.response().fields().stream().filter(field -> field.is("WWW-Authenticate")).toList();
        forwarder.answer(report, status, kept, decision, clientRequest, clientResponse);
    }

    /** The interim statuses for the client. As in httpd, {@code proxy-interim-response} with any value except {@code RFC} suppresses all of them. */
    private Set<Integer> interimStatuses(Environment environment) {
        String value = environment.get(ProxyVariable.INTERIM_RESPONSE.httpdName());
        return value == null || value.equalsIgnoreCase("RFC") ? forwarder.container().traits().interim() : Set.of();
    }

    /** HTTP/1.0 has no chunked coding, and {@code proxy-sendcl} forbids it: then the length must be known before sending. */
    private static boolean mustSpool(RequestBody body, Environment environment) {
        return body.length() == RequestBody.CHUNKED && (environment.has(ProxyVariable.SEND_LENGTH) || environment.has(ProxyVariable.FORCE_HTTP_1_0));
    }

    @Override
    public void close() {
        try (SpooledBody spool = spooled; WaitingClient waiting = client; MemberAttempts attempts = switched ? null : members; PendingExchange unanswered = pending) {
            LOG.trace("{}, {}, {} and {} are closed", spool, waiting, attempts, unanswered);
        }
    }
}
