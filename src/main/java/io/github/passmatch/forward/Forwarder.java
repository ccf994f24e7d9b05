package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.forward.answer.FailureStatus;
import io.github.passmatch.forward.answer.LocalAnswer;
import io.github.passmatch.forward.answer.MissingDirectives;
import io.github.passmatch.forward.answer.OwnAnswers;
import io.github.passmatch.forward.answer.ResponseCut;
import io.github.passmatch.forward.answer.ResponseHead;
import io.github.passmatch.forward.answer.ServerFields;
import io.github.passmatch.forward.answer.ServerTiming;
import io.github.passmatch.forward.body.BodyRelay;
import io.github.passmatch.forward.body.ClientBody;
import io.github.passmatch.forward.body.SpooledBody;
import io.github.passmatch.forward.body.Trailers;
import io.github.passmatch.forward.body.UnreadableBody;
import io.github.passmatch.forward.client.ClientConnections;
import io.github.passmatch.forward.client.ClientWatch;
import io.github.passmatch.forward.client.RequestTarget;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.Exchange;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.Upstreams;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Takes one request from the client to an upstream and the answer back. Safe for concurrent use; each request stays on its thread. */
public final class Forwarder implements AutoCloseable {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    /** So much of an overridden answer is read, so that its connection may be kept (departure 19), and no longer waited for than that. */
    private static final int OVERRIDDEN_BODY_BYTES = 64 * 1024;
    private static final Duration OVERRIDDEN_BODY_WAIT = Duration.ofMillis(250);

    private final Map<ServerConfig, ServerFields> fields;
    private final ClientConnections clientConnections;
    private final ClientWatch clientWatch;
    private final MissingDirectives missing = new MissingDirectives();
    private final OwnAnswers ownAnswers = new OwnAnswers(this::fetch);
    private final Upstreams upstreams;
    private final ServletContainer container;

    /**
     * @param servers   all servers of the configuration
     * @param upstreams of all its rules
     * @param container that the filter runs in
     */
    public Forwarder(List<ServerConfig> servers, Upstreams upstreams, ServletContainer container) {
        this(servers, upstreams, container, new ClientConnections(), new ClientWatch());
    }

    private Forwarder(List<ServerConfig> servers, Upstreams upstreams, ServletContainer container, ClientConnections clientConnections, ClientWatch clientWatch) {
        this.clientConnections = clientConnections;
        this.clientWatch = clientWatch;
        this.fields = servers.stream().collect(Collectors.toUnmodifiableMap(server -> server, server -> new ServerFields(server.settings(), container)));
        this.upstreams = upstreams;
        this.container = container;
    }

    /** One for another configuration of the same proxy: the clients and who watches them stay the same, and are closed with either. */
    public Forwarder successor(List<ServerConfig> servers, Upstreams others) {
        return new Forwarder(servers, others, container, clientConnections, clientWatch);
    }

    /**
     * Forwards and answers.
     *
     * @param match what {@code decision} says
     * @throws ResponseCut if the answer broke off after its head was sent; must leave the filter, so that the container cuts the connection
     * @throws ClientGone  if the client left; there is nobody to answer
     */
    public void forward(Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (ExchangeReport report = ExchangeReport.of(upstreams.of(match.rule()), match.target(), clientRequest, clientResponse)) {
            forward(match, decision, clientRequest, clientResponse, report);
        }
    }

    private void forward(Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report) throws IOException {
        Rule rule = match.rule();
        try {
            RequestTarget.requireAsSent(clientRequest);
            if (LocalAnswer.given(clientRequest, clientResponse)) report.own(OwnAnswer.LAST_HOP, clientRequest.getMethod());
            else exchange(match, decision, clientRequest, clientResponse, report);
        } catch (BadRequest e) {
            report.own(e.reason(), e.getMessage());
            answer(e.reason().status(), decision, clientRequest, clientResponse);
        } catch (UnreadableBody e) {
            LOG.debug("{}: {}", clientRequest.getRequestURI(), e.getMessage(), e.getCause());
            report.own(e.reason(), e.getMessage());
            container.keepAnswer(clientRequest, clientResponse);
            if (clientResponse.isCommitted()) report.wouldAnswer(e.reason().status());     // a container may close the connection by itself
            answerOrCut(e.reason().status(), e.getMessage(), decision, clientRequest, clientResponse, report);
        } catch (ClientGone e) {
            container.keepAnswer(clientRequest, clientResponse);
            report.clientLeft(!clientResponse.isCommitted());
            LOG.debug("rule {} {}: {}", rule.number(), rule.place().fileAndLine(), e.getMessage(), e.getCause());
            if (clientResponse.isCommitted()) throw e;
            ErrorPage.send(clientResponse, 400);
        } catch (UpstreamFailure e) {
            report.failed(e);
            if (clientResponse.isCommitted()) throw report.cut(e.getMessage());
            ownAnswers.send(FailureStatus.of(e.kind()), FailureStatus.fields(e.kind()), decision, clientRequest, clientResponse);
        }
    }

    /** Gives the answer for {@code status}: what {@code ErrorDocument} says, else the built-in page. */
    public void answer(int status, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        ownAnswers.send(status, List.of(), decision, clientRequest, clientResponse);
    }

    /** Answers a request that no rule could forward. */
    public void refuse(Match.Refused refused, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (ExchangeReport report = reportOf(refused.rule(), clientRequest, clientResponse)) {
            report.own(refused.reason(), refused.detail());
            answer(refused.reason().status(), decision, clientRequest, clientResponse);
        }
    }

    /** @param rule that refused the request, or null; exclusions have no report of their own */
    private ExchangeReport reportOf(Rule rule, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return rule == null || rule.excludes() ? ExchangeReport.ofRefused(upstreams.observer(), rule, clientRequest, clientResponse)
                : ExchangeReport.ofRefused(upstreams.of(rule), clientRequest, clientResponse);
    }

    private void answerOrCut(int status, String why, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report)
            throws IOException {
        if (clientResponse.isCommitted()) throw report.cut(why);
        answer(status, decision, clientRequest, clientResponse);
    }

    /** What a path of our own yields that a rule takes: for an {@code ErrorDocument}, so its own failure is not answered by another one. */
    private boolean fetch(String path, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        RoutingDecision local = decision.server().decide(LocalGet.Facts.of(path, decision.request()));
        if (!(local.match() instanceof Match.Forwarded match)) return false;
        clientResponse.reset();
        LocalGet get = new LocalGet(clientRequest, local.request().path());
        try (ExchangeReport report = ExchangeReport.of(upstreams.of(match.rule()), match.target(), get, clientResponse)) {
            return fetch(match, local, get, clientResponse, report);
        }
    }

    private boolean fetch(Match.Forwarded match, RoutingDecision local, LocalGet get, HttpServletResponse clientResponse, ExchangeReport report) throws IOException {
        try {
            exchange(match, local, get, clientResponse, report);
            return true;
        } catch (BadRequest | UpstreamFailure e) {
            if (e instanceof BadRequest refused) report.own(refused.reason(), e.getMessage());
            if (e instanceof UpstreamFailure failure) report.failed(failure);
            if (clientResponse.isCommitted()) throw report.cut(e.getMessage());
            report.wouldAnswer(e instanceof UpstreamFailure failure ? FailureStatus.of(failure.kind()) : ((BadRequest) e).reason().status());
            return false;
        } catch (ClientGone e) {
            report.clientLeft(!clientResponse.isCommitted());
            throw e;
        }
    }

    private void exchange(Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report)
            throws UpstreamFailure, IOException, BadRequest {
        Upstream upstream = upstreams.of(match.rule());
        UpstreamTarget target = match.target();
        Environment environment = decision.environment();
        ServerFields ours = fields.get(decision.server());
        missing.lookAt(match.rule(), clientRequest);
        boolean expects = RequestOptions.passesExpect(decision);
        List<Field> requestFields = ours.request().of(target, decision, expects);
        boolean prefetch = !expects && !environment.has(ProxyVariable.PREFETCH_NONBLOCKING);
        RequestBody body = ClientBody.of(clientRequest, decision.scope().bodyLimit(), prefetch);
        Trailers.announce(clientRequest, body, requestFields);
        try (SpooledBody spooled = mustSpool(body, environment) ? SpooledBody.of(body) : null;
             WaitingClient client = new WaitingClient(clientWatch, clientRequest, clientResponse, passedOn(environment))) {
            var upstreamRequest = new UpstreamRequest(clientRequest.getMethod(), target, requestFields, spooled != null ? spooled : body,
                    RequestOptions.of(decision, expects, () -> clientConnections.isNew(clientRequest)), Optional.ofNullable(decision.request().host()).map(Authority::hostOf));
            try (Exchange exchange = upstream.open(upstreamRequest, client, report.record())) {
                if (decision.scope().errors().overrides(exchange.response().status()) && !(clientRequest instanceof LocalGet)) {
                    override(exchange, decision, clientRequest, clientResponse);
                    report.ends(ExchangeResult.ANSWERED);
                    return;
                }
                ours.response().copy(exchange.response(), decision, clientRequest, clientResponse);
                missing.lookAt(match, exchange.response(), decision.request().host(), clientRequest, clientResponse);
                ServerTiming.add(report.record(), decision, clientRequest, clientResponse);
                ResponseHead.requireFits(exchange.response(), clientRequest, clientResponse);
                Trailers.Relay trailers = new Trailers.Relay(exchange.response(), clientRequest, clientResponse);
                BodyRelay.relay(exchange, clientResponse, container.traits().flushesAnswer(), trailers, upstream.settings().ioBufferSize());
                if (ResponseHead.isAll(exchange.response().status(), clientRequest)) BodyRelay.sendHead(exchange, clientResponse);
                report.ends(ExchangeResult.ANSWERED);
                LOG.debug("rule {}: {} {}, {}", upstream.rule().number(), target, exchange.leaseVerdict(), exchange.releaseVerdict());
            }
        }
    }

    /** {@code ProxyErrorOverride}: nothing of the upstream's answer is passed on but how to log in. */
    private void override(Exchange exchange, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        int status = exchange.response().status();
        if (exchange.drain(OVERRIDDEN_BODY_BYTES, OVERRIDDEN_BODY_WAIT)) exchange.complete();
        exchange.close();
        LOG.debug("rule {}: {} overridden, {}, {}", exchange.rule().number(), status, exchange.leaseVerdict(), exchange.releaseVerdict());
        List<Field> kept = status != 401 ? List.of() : exchange.response().fields().stream().filter(field -> field.is("WWW-Authenticate")).toList();
        ownAnswers.send(status, kept, decision, clientRequest, clientResponse);
    }

    /** The interim statuses for the client. As httpd, {@code proxy-interim-response} with any value but {@code RFC} suppresses all (mod_proxy). */
    private Set<Integer> passedOn(Environment environment) {
        String value = environment.get(ProxyVariable.INTERIM_RESPONSE.httpdName());
        return value == null || value.equalsIgnoreCase("RFC") ? container.traits().interim() : Set.of();
    }

    /** HTTP/1.0 has no chunks, and {@code proxy-sendcl} wants none: then the length must be known before. */
    private static boolean mustSpool(RequestBody body, Environment environment) {
        return body.length() == RequestBody.CHUNKED && (environment.has(ProxyVariable.SEND_LENGTH) || environment.has(ProxyVariable.FORCE_HTTP_1_0));
    }

    /** Ends the thread that watches clients. */
    @Override
    public void close() {
        clientWatch.close();
    }
}
