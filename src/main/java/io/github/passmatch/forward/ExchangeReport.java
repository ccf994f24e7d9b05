package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.FailureStatus;
import io.github.passmatch.forward.answer.ResponseCut;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.ExchangeRecord;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.OpenRequest;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.RequestSpan;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Reports the result of one request to the observer exactly once, however the request ends. A report that is closed without a result means an unexpected failure. */
final class ExchangeReport implements OpenRequest, AutoCloseable {

    /** The status in logs if the client left before the answer; never sent to a client. Not registered, but common. */
    static final int CLIENT_CLOSED_REQUEST = 499;

    private final ExchangeRecord record;
    private final Observer.OfRule observer;
    private final Rule rule;
    private final RequestSpan span;
    private final RequestLog log;       // null without an access log
    private UpstreamTarget target;      // null: not forwarded
    private Observer.OfRule member;         // null without a balancer
    private final String client;        // these four as they are at the begin: a container that stops takes its request away
    private final String user;
    private final String method;
    private final String path;
    private HttpServletResponse clientResponse;     // null in a tunnel: the container uses the object for other requests
    private int status;         // 0: the status of the response
    private long tunnelSent;
    private long tunnelReceived;
    private long ownBody = -1;      // -1: the body is that of the upstream
    private ExchangeResult result = ExchangeResult.BROKEN;
    private UpstreamFailure failure;
    private OwnAnswer own;
    private String detail;

    private ExchangeReport(Observer all, ExchangeRecord record, Observer.OfRule observer, Rule rule, UpstreamTarget target, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        this.record = record;
        this.observer = observer;
        this.rule = rule;
        this.target = target;
        this.span = target == null ? RequestSpan.NONE : all.span(clientRequest.getMethod());
        this.log = RequestLog.of(all, decision, clientRequest);
        this.client = decision.request().remoteAddress();
        this.user = decision.user() == null ? null : Bytes.toText(decision.user());
        this.method = clientRequest.getMethod();
        this.path = clientRequest.getRequestURI();
        this.clientResponse = clientResponse;
        observer.begun(this);
    }

    /** The report for a request that a rule forwards. */
    static ExchangeReport of(Observer all, Upstream upstream, UpstreamTarget target, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return new ExchangeReport(all, upstream.begin(), upstream.observer(), upstream.rule(), target, decision, clientRequest, clientResponse);
    }

    /**
     * The report for a request that is not forwarded.
     *
     * @param rule the rule that was applied, or null; for rules that forward, use the other method
     */
    static ExchangeReport ofRefused(Observer observer, Rule rule, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        Observer.OfRule refused = new Observer.OfRule() {
            @Override
            public void ended(FinishedExchange exchange) {
                observer.refused(exchange);
            }
        };
        return new ExchangeReport(observer, new ExchangeRecord(refused), refused, rule, null, decision, clientRequest, clientResponse);
    }

    /** The report for a request that the rule of this upstream refused. */
    static ExchangeReport ofRefused(Observer all, Upstream upstream, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return new ExchangeReport(all, upstream.begin(), upstream.observer(), upstream.rule(), null, decision, clientRequest, clientResponse);
    }

    /** The span of the exchange with the upstream. */
    RequestSpan span() {
        return span;
    }

    /** The record into which the upstream package writes times, bytes and verdicts. */
    ExchangeRecord record() {
        return record;
    }

    void ends(ExchangeResult how) {
        result = how;
    }

    /** The request goes to this member of a balancer. */
    void sendsTo(Upstream chosen, UpstreamTarget to) {
        target = to;
        member = chosen.observer();
        member.begun();
    }

    /** The attempt has failed, and another member is tried. */
    void triesAnother(UpstreamFailure how) {
        member.served(finished(FailureStatus.of(how.kind()), ExchangeResult.FAILED, how));
        member = null;
    }

    /**
     * The proxy itself answers.
     *
     * @param what details, for the log
     */
    void own(OwnAnswer why, String what) {
        result = ExchangeResult.OWN;
        own = why;
        detail = what;
    }

    /** The client left; {@code before} anything was sent to the client, or during the answer. */
    void clientLeft(boolean before) {
        result = ExchangeResult.CLIENT_GONE;
        if (before) status = CLIENT_CLOSED_REQUEST;
    }

    /** Nothing was sent for this request; {@code what} is the status for the log. */
    void wouldAnswer(int what) {
        status = what;
    }

    void failed(UpstreamFailure how) {
        result = ExchangeResult.FAILED;
        failure = how;
    }

    /** The connection serves a tunnel from now on: {@link #close} does nothing until {@link #ended}. */
    void switched() {
        status = 101;
        if (log != null) log.keep(clientResponse);
        clientResponse = null;
        observer.left(this);
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String client() {
        return client;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long age() {
        return record.age();
    }

    @Override
    public Phase phase() {
        return record.phase();
    }

    /** The tunnel has ended. */
    void ended(ExchangeResult why, long sent, long received) {
        result = why;
        tunnelSent = sent;
        tunnelReceived = received;
        report();
    }

    /** The proxy itself has sent a body. */
    void ownBody(long bytes) {
        ownBody = bytes;
    }

    /** The exception to throw if the answer must be cut. */
    ResponseCut cut(String why) {
        if (own == null) result = ExchangeResult.CUT;
        return new ResponseCut("the answer was cut: " + why);
    }

    @Override
    public void close() {
        if (clientResponse == null) return;
        observer.left(this);
        report();
    }

    private void report() {
        FinishedExchange finished = finished(status(), result, failure);
        if (member != null) member.served(finished);
        span.ended(finished);
        if (log != null) log.write(finished, target, ownBody, clientResponse);
        observer.ended(finished);
    }

    private FinishedExchange finished(int shown, ExchangeResult how, UpstreamFailure failed) {
        return new FinishedExchange(System.currentTimeMillis(), rule, client, user, method, path, shown, how == ExchangeResult.OWN || target == null ? null : target.authority(), record.sent() + tunnelSent, record.received() + tunnelReceived, record.times(),
                record.lease(), record.release(), record.replayed(), how, failed, own, detail, record.choice());
    }

    private int status() {
        if (status != 0) return status;
        return result == ExchangeResult.BROKEN && !clientResponse.isCommitted() ? 500 : clientResponse.getStatus();
    }
}
