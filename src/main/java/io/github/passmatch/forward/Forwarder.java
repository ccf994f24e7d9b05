package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.FailureStatus;
import io.github.passmatch.forward.answer.FileSender;
import io.github.passmatch.forward.answer.MissingDirectives;
import io.github.passmatch.forward.answer.OwnAnswers;
import io.github.passmatch.forward.answer.ServerFields;
import io.github.passmatch.forward.client.ClientConnections;
import io.github.passmatch.forward.client.ClientWatch;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.forward.member.MemberAttempts;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.upstream.Upstreams;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.Edits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Forwards requests of clients to upstreams, and the answers back. Safe for concurrent use; one thread at a time may use each {@link ForwardedRequest}. */
public final class Forwarder implements AutoCloseable {

    private final Map<ServerConfig, ServerFields> fields;
    private final ClientConnections clientConnections;
    private final ClientWatch clientWatch;
    private final MissingDirectives missing = new MissingDirectives();
    private final OwnAnswers ownAnswers = new OwnAnswers(this::fetch);
    private final Upstreams upstreams;
    private final Balancings balancings;
    private final ServletContainer container;

    /**
     * @param servers     all servers of the configuration
     * @param upstreams of all rules of the configuration
     * @param balancings all balancers of the configuration
     * @param container in which the filter runs
     */
    public Forwarder(List<ServerConfig> servers, Upstreams upstreams, Balancings balancings, ServletContainer container) {
        this(servers, upstreams, balancings, container, new ClientConnections(), new ClientWatch());
    }

    private Forwarder(List<ServerConfig> servers, Upstreams upstreams, Balancings balancings, ServletContainer container, ClientConnections clientConnections, ClientWatch clientWatch) {
        this.clientConnections = clientConnections;
        this.clientWatch = clientWatch;
        this.fields = servers.stream().collect(Collectors.toUnmodifiableMap(server -> server, server -> new ServerFields(server.settings(), container)));
        this.upstreams = upstreams;
        this.balancings = balancings;
        this.container = container;
    }

    /** A forwarder for another configuration of the same proxy, with the same client connections and client watch, which either forwarder may close. */
    public Forwarder successor(List<ServerConfig> servers, Upstreams others, Balancings balanced) {
        return new Forwarder(servers, others, balanced, container, clientConnections, clientWatch);
    }

    /** A request that is to be forwarded; nothing has been done yet. */
    public ForwardedRequest request(Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        ExchangeReport report = ExchangeReport.of(upstreams.observer(), upstreams.of(match.rule()), match.target(), decision, clientRequest, clientResponse);
        return new ForwardedRequest(this, match, decision, clientRequest, clientResponse, report, relay(match, decision, clientRequest, clientResponse, report));
    }

    private Relay relay(Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report) {
        return new Relay(this, upstreams.of(match.rule()), members(match, decision, report), match, decision, clientRequest, clientResponse, report);
    }

    /** Null if the target is not a balancer. */
    private MemberAttempts members(Match.Forwarded match, RoutingDecision decision, ExchangeReport report) {
        if (!match.target().authority().isBalancer()) return null;
        String id = match.rule().destination().orElseThrow().balancers().get(match.target().authority().host());
        return new MemberAttempts(balancings.find(id).orElseThrow(), upstreams, match.target(), decision.request().fields("Cookie"), report.record());
    }

    /** Sends the answer for {@code status} with {@code fields}: the {@code ErrorDocument}, else the built-in page. */
    void answer(ExchangeReport report, int status, List<Field> fields, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        report.ownBody(ownAnswers.send(status, fields, decision, clientRequest, clientResponse));
    }

    /**
     * Answers a request that is not forwarded.
     *
     * @param decision whose match is not {@link Match.Forwarded}
     */
    public void answer(RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (decision.match() instanceof Match.Answered answered) answer(answered, decision, clientRequest, clientResponse);
        else if (decision.match() instanceof Match.Served served) serve(served, decision, clientRequest, clientResponse);
        else refuse(decision.match() instanceof Match.Refused refused ? refused : new Match.Refused(OwnAnswer.NO_RULE, null, null), decision, clientRequest, clientResponse);
    }

    /** Answers a request that no rule could forward. */
    private void refuse(Match.Refused refused, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (ExchangeReport report = reportOf(refused.rule(), decision, clientRequest, clientResponse)) {
            report.own(refused.reason(), refused.detail());
            answer(report, refused.reason().status(), fieldsOf(refused.reason(), decision), decision, clientRequest, clientResponse);
        }
    }

    private static List<Field> fieldsOf(OwnAnswer reason, RoutingDecision decision) {
        if (reason == OwnAnswer.FILE_METHOD) return List.of(new Field("Allow", FileSender.ALLOWED));
        return reason.status() != 401 ? List.of() : decision.scope().login().challenge().map(value -> new Field("WWW-Authenticate", value)).stream().toList();
    }

    /** Answers a request by a file. */
    private void serve(Match.Served served, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (ExchangeReport report = reportOf(null, decision, clientRequest, clientResponse)) {
            report.own(OwnAnswer.FILE, served.detail());
            long sent = FileSender.of(clientRequest).send(served, fields -> Edits.ofAnswer(fields, decision), clientRequest, clientResponse);
            if (sent < 0) answer(report, (int) -sent, List.of(), decision, clientRequest, clientResponse);
            else report.ownBody(sent);
        }
    }

    /** Answers a request for which a redirect or a rewrite rule gives the answer. */
    private void answer(Match.Answered answered, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (ExchangeReport report = reportOf(null, decision, clientRequest, clientResponse)) {
            report.own(answered.reason(), answered.detail());
            List<Field> location = answered.location().map(url -> new Field("Location", fields(decision).absolute(url, decision, clientRequest))).stream().toList();
            answer(report, answered.status(), location, decision, clientRequest, clientResponse);
        }
    }

    /** @param rule that refused the request, or null; exclusions have no upstream that could report */
    private ExchangeReport reportOf(Rule rule, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return rule == null || rule.excludes() ? ExchangeReport.ofRefused(upstreams.observer(), rule, decision, clientRequest, clientResponse)
                : ExchangeReport.ofRefused(upstreams.observer(), upstreams.of(rule), decision, clientRequest, clientResponse);
    }

    /** Sends an {@code ErrorDocument} from a local path that is a file, or that a rule forwards. If this fails, no other {@code ErrorDocument} is fetched. */
    private long fetch(int status, String path, List<Field> kept, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        RoutingDecision local = decision.server().decideLocal(LocalGet.Facts.of(path, decision.request()), decision.request());
        if (local.match() instanceof Match.Served file) {
            clientResponse.reset();
            return FileSender.of(clientRequest).sendAs(status, file, kept, fields -> Edits.ofAnswer(fields, local), clientResponse);
        }
        if (!(local.match() instanceof Match.Forwarded match)) return -1;
        clientResponse.reset();
        LocalGet get = new LocalGet(clientRequest, local.request().path());
        try (ExchangeReport report = ExchangeReport.of(upstreams.observer(), upstreams.of(match.rule()), match.target(), local, get, clientResponse)) {
            return fetch(match, local, get, clientResponse, report);
        }
    }

    private long fetch(Match.Forwarded match, RoutingDecision local, LocalGet get, HttpServletResponse clientResponse, ExchangeReport report) throws IOException {
        try (Relay relay = relay(match, local, get, clientResponse, report)) {
            relay.prepare();
            relay.sendAndWait();
            relay.answer(false);
            return report.record().received();
        } catch (BadRequest | UpstreamFailure e) {
            if (e instanceof BadRequest refused) report.own(refused.reason(), e.getMessage());
            if (e instanceof UpstreamFailure failure) report.failed(failure);
            if (clientResponse.isCommitted()) throw report.cut(e.getMessage());
            report.wouldAnswer(e instanceof UpstreamFailure failure ? FailureStatus.of(failure.kind()) : ((BadRequest) e).reason().status());
            return -1;
        } catch (ClientGone e) {
            report.clientLeft(!clientResponse.isCommitted());
            throw e;
        }
    }

    ServerFields fields(RoutingDecision decision) {
        return fields.get(decision.server());
    }

    MissingDirectives missing() {
        return missing;
    }

    ClientConnections clientConnections() {
        return clientConnections;
    }

    ClientWatch clientWatch() {
        return clientWatch;
    }

    ServletContainer container() {
        return container;
    }

    /** Stops the thread that watches clients. */
    @Override
    public void close() {
        clientWatch.close();
    }
}
