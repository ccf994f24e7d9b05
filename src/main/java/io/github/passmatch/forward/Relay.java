package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.ResponseHead;
import io.github.passmatch.forward.answer.ServerFields;
import io.github.passmatch.forward.answer.ServerTiming;
import io.github.passmatch.forward.body.BodyRelay;
import io.github.passmatch.forward.body.ClientBody;
import io.github.passmatch.forward.body.SpooledBody;
import io.github.passmatch.forward.body.Trailers;
import io.github.passmatch.rules.Field;
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
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.request.RequestOptions;
import io.github.passmatch.upstream.request.UpstreamRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/** Passes one request on to an upstream, and the response on to the client. The caller answers failures. */
final class Relay implements AutoCloseable {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    /** The limits for reading the body of an overridden answer, after which the connection can be kept (departure 19). */
    private static final int OVERRIDDEN_BODY_BYTES = 64 * 1024;
    private static final Duration OVERRIDDEN_BODY_WAIT = Duration.ofMillis(250);

    private final Forwarder forwarder;
    private final Upstream upstream;
    private final Match.Forwarded match;
    private final RoutingDecision decision;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final ExchangeReport report;
    private final ServerFields fieldWriters;
    private SpooledBody spooled;
    private WaitingClient client;
    private PendingExchange pending;

    Relay(Forwarder forwarder, Upstream upstream, Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report) {
        this.forwarder = forwarder;
        this.upstream = upstream;
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
        forwarder.missing().lookAt(match.rule(), clientRequest);
        boolean passesExpect = RequestOptions.passesExpect(decision);
        List<Field> requestFields = fieldWriters.request().of(match.target(), decision, passesExpect);
        boolean prefetch = !passesExpect && !environment.has(ProxyVariable.PREFETCH_NONBLOCKING);
        RequestBody body = ClientBody.of(clientRequest, decision.scope().bodyLimit(), prefetch);
        Trailers.announce(clientRequest, body, requestFields);
        spooled = mustSpool(body, environment) ? SpooledBody.of(body) : null;
        client = new WaitingClient(forwarder.clientWatch(), clientRequest, clientResponse, interimStatuses(environment));
        var upstreamRequest = new UpstreamRequest(clientRequest.getMethod(), match.target(), requestFields, spooled != null ? spooled : body,
                RequestOptions.of(decision, passesExpect, () -> forwarder.clientConnections().isNew(clientRequest)), Optional.ofNullable(decision.request().host()).map(Authority::hostOf));
        pending = upstream.prepare(upstreamRequest, client, report.record());
    }

    boolean isPrepared() {
        return pending != null;
    }

    PendingExchange pending() {
        return pending;
    }

    /** Whether {@link #answer} can pass on the response without waiting for the upstream, and the body has at most {@code maxBody} bytes, so that it need not wait for the client either. */
    boolean isWhole(int maxBody) {
        return pending.isWhole(maxBody, status -> !decision.scope().errors().overrides(status));
    }

    /** @param atOnce no step may wait: the complete response was received, and fits the container's buffer */
    void answer(boolean atOnce) throws UpstreamFailure, IOException, BadRequest {
        try (Exchange exchange = pending.receive()) {
            if (decision.scope().errors().overrides(exchange.response().status()) && !(clientRequest instanceof LocalGet)) {
                override(exchange);
                report.ends(ExchangeResult.ANSWERED);
                return;
            }
            fieldWriters.response().copy(exchange.response(), decision, clientRequest, clientResponse, atOnce);
            forwarder.missing().lookAt(match, exchange.response(), decision.request().host(), clientRequest, clientResponse);
            ServerTiming.add(report.record(), decision, clientRequest, clientResponse);
            ResponseHead.requireFits(exchange.response(), clientRequest, clientResponse);
            Trailers.Relay trailers = new Trailers.Relay(exchange.response(), clientRequest, clientResponse);
            BodyRelay.relay(exchange, clientResponse, forwarder.container().traits().flushesAnswer(), trailers, upstream.settings().ioBufferSize());
            if (ResponseHead.isAll(exchange.response().status(), clientRequest)) BodyRelay.sendHead(exchange, clientResponse);
            report.ends(ExchangeResult.ANSWERED);
            LOG.debug("rule {}: {} {}, {}", upstream.rule().number(), match.target(), exchange.leaseVerdict(), exchange.releaseVerdict());
        }
    }

    /** {@code ProxyErrorOverride}: only {@code WWW-Authenticate} of the upstream's response is passed on. */
    private void override(Exchange exchange) throws IOException {
        int status = exchange.response().status();
        if (exchange.drain(OVERRIDDEN_BODY_BYTES, OVERRIDDEN_BODY_WAIT)) exchange.complete();
        exchange.close();
        LOG.debug("rule {}: {} overridden, {}, {}", exchange.rule().number(), status, exchange.leaseVerdict(), exchange.releaseVerdict());
        List<Field> kept = status != 401 ? List.of() : exchange.response().fields().stream().filter(field -> field.is("WWW-Authenticate")).toList();
        forwarder.answer(status, kept, decision, clientRequest, clientResponse);
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
        try (SpooledBody spool = spooled; WaitingClient waiting = client; PendingExchange unanswered = pending) {
            LOG.trace("{}, {} and {} are closed", spool, waiting, unanswered);
        }
    }
}
